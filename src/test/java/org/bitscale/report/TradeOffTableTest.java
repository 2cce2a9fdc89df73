package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;
import org.bitscale.report.TextTable.Rules;
import org.junit.jupiter.api.Test;

class TradeOffTableTest {
    private static final List<TradeOffRow> ROWS = List.of(
            new TradeOffRow(
                    "float",
                    "32/32",
                    "none",
                    Accuracy.of(9273, 10_000),
                    310 * 1024,
                    310 * 1024,
                    OptionalLong.of(318_087),
                    Optional.empty(),
                    true),
            new TradeOffRow(
                    "W4A4",
                    "4/4",
                    "LSQ",
                    Accuracy.of(9247, 10_000),
                    42.3 * 1024,
                    310 * 1024,
                    OptionalLong.empty(),
                    Optional.of(new Agreement(9_999, 10_000)),
                    false));

    @Test
    void showsEveryFigure() {
        assertThat(TradeOffTable.render(ROWS, 140, false))
                .isEqualTo(
                        """
                        ┌───┬───────┬──────────┬────────┬─────────────────────┬──────────┬─────────┬──────────────────────────┬─────────┐
                        │   │ Name  │ Bits W/A │ Method │     Accuracy (95 %) │   Packed │ Smaller │ Agrees with ONNX Runtime │    File │
                        ├───┼───────┼──────────┼────────┼─────────────────────┼──────────┼─────────┼──────────────────────────┼─────────┤
                        │ ● │ float │ 32/32    │ none   │ 92.73 % (92.2–93.2) │  310 KiB │    1.0× │                        - │ 311 KiB │
                        │   │ W4A4  │ 4/4      │ LSQ    │ 92.47 % (91.9–93.0) │ 42.3 KiB │    7.3× │          9,999 of 10,000 │       - │
                        └───┴───────┴──────────┴────────┴─────────────────────┴──────────┴─────────┴──────────────────────────┴─────────┘
                        ● on the Pareto front: no other result is both smaller and more accurate
                        """);
    }

    @Test
    void fitsANarrowTerminal() {
        String text = TradeOffTable.render(ROWS, 80, false);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(text).contains("92.73 % (92.2–93.2)", "Left out for lack of width: Agrees with ONNX Runtime, File");
    }

    @Test
    void thePlainFormIsAscii() {
        String text = TradeOffTable.render(ROWS, 140, false, Rules.ASCII);
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text)).isTrue();
        assertThat(text).contains("| * | float |", "7.3x", "92.73 % (92.2-93.2)", "* on the Pareto front");
    }

    @Test
    void emphasisesTheFront() {
        assertThat(TradeOffTable.render(ROWS, 140, true))
                .contains("\u001b[1mfloat\u001b[0m")
                .doesNotContain("\u001b[1mW4A4");
    }

    @Test
    void aRowIsAlsoAPointOfTheChart() {
        TradeOffPoint point = ROWS.get(1).point();
        assertThat(point.label()).isEqualTo("W4A4");
        assertThat(point.series()).isEqualTo("LSQ");
        assertThat(point.accuracy()).isEqualTo(0.9247);
        assertThat(point.onFront()).isFalse();
    }

    @Test
    void refusesARowWithoutSize() {
        assertThatThrownBy(() -> new TradeOffRow(
                        "x", "8/8", "LSQ", Accuracy.of(1, 2), 0, 1, OptionalLong.empty(), Optional.empty(), true))
                .hasMessage("result 'x' has sizes of 0.0 and 1.0 bytes, but needs positive numbers");
    }
}
