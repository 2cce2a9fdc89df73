package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bitscale.report.TextTable.Alignment;
import org.bitscale.report.TextTable.Column;
import org.bitscale.report.TextTable.Rules;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static TextTable table() {
        return new TextTable(List.of(
                        new Column("Name", Alignment.LEFT, false),
                        new Column("Size", Alignment.RIGHT, false),
                        new Column("Note", Alignment.CENTRE, true)))
                .row(true, "float32", "310 KiB", "a")
                .row(false, "W4A4", "9 KiB", "bbbbb");
    }

    @Test
    void alignsColumnsBetweenUnicodeRules() {
        assertThat(table().render(80, false, Rules.UNICODE))
                .isEqualTo(
                        """
                        ┌─────────┬─────────┬───────┐
                        │ Name    │    Size │ Note  │
                        ├─────────┼─────────┼───────┤
                        │ float32 │ 310 KiB │   a   │
                        │ W4A4    │   9 KiB │ bbbbb │
                        └─────────┴─────────┴───────┘
                        """);
    }

    @Test
    void hasAPlainForm() {
        assertThat(table().render(80, false, Rules.ASCII))
                .isEqualTo(
                        """
                        +---------+---------+-------+
                        | Name    |    Size | Note  |
                        +---------+---------+-------+
                        | float32 | 310 KiB |   a   |
                        | W4A4    |   9 KiB | bbbbb |
                        +---------+---------+-------+
                        """);
    }

    @Test
    void emphasisesHeaderAndChosenRowsOnlyWhereTheTerminalCan() {
        String ansi = table().render(80, true, Rules.UNICODE);
        assertThat(ansi).contains("\u001b[1mfloat32\u001b[0m", "\u001b[1mName   \u001b[0m", "│ W4A4 ");
        assertThat(ansi.replaceAll("\u001b\\[[01]m", "")).isEqualTo(table().render(80, false, Rules.UNICODE));
    }

    @Test
    void leavesOutOptionalColumnsAndSaysSo() {
        String text = table().render(21, false, Rules.UNICODE);
        assertThat(text).contains("│ Name    │    Size │\n").endsWith("Left out for lack of width: Note\n");
    }

    @Test
    void shortensTheWidestColumnWhenNothingElseHelps() {
        TextTable table = new TextTable(
                        List.of(new Column("Name", Alignment.LEFT, false), new Column("Bits", Alignment.LEFT, false)))
                .row(false, "a name that goes on and on", "8/8");
        String text = table.render(24, false, Rules.UNICODE);
        assertThat(text.lines()).allMatch(line -> line.length() == 24);
        assertThat(text).contains("│ a name that … │ 8/8  │");
        assertThat(table.render(24, false, Rules.ASCII)).contains("| a name that ~ | 8/8  |");
        assertThat(table.render(3, false, Rules.UNICODE)).contains("│ a nam… │ 8/8  │");
    }

    @Test
    void countsTerminalColumnsNotCharacters() {
        TextTable table = new TextTable(List.of(new Column("N", Alignment.LEFT, false)))
                .row(false, "日本")
                .row(false, "e\u0301")
                .row(false, "a\tb\n");
        assertThat(table.render(80, false, Rules.UNICODE)).contains("│ 日本 │\n", "│ e\u0301    │\n", "│ a b  │\n");
    }

    @Test
    void aTableWithoutRowsIsItsHeader() {
        TextTable table = new TextTable(List.of(new Column("Name", Alignment.LEFT, false)));
        assertThat(table.render(80, false, Rules.ASCII)).isEqualTo("+------+\n| Name |\n+------+\n+------+\n");
    }

    @Test
    void refusesRowsThatDoNotFit() {
        assertThatThrownBy(() -> table().row(false, "a"))
                .hasMessage("a row of 1 cells was given to a table of 3 columns");
        assertThatThrownBy(() -> new TextTable(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
