package org.bitscale.report;

import java.util.List;
import java.util.OptionalLong;
import org.bitscale.eval.Agreement;
import org.bitscale.report.TextTable.Alignment;
import org.bitscale.report.TextTable.Column;
import org.bitscale.report.TextTable.Rules;

/** Results as a table on the terminal, the Pareto front marked. */
public final class TradeOffTable {
    private static final String ABSENT = "-";

    private TradeOffTable() {}

    /**
     * The table with Unicode rules.
     *
     * @param rows results, in the order to show
     * @param width of the terminal, in characters
     * @param ansi whether to emphasise the front with ANSI escape codes
     */
    public static String render(List<TradeOffRow> rows, int width, boolean ansi) {
        return render(rows, width, ansi, Rules.UNICODE);
    }

    /**
     * The table.
     *
     * @param rows results, in the order to show
     * @param width of the terminal, in characters
     * @param ansi whether to emphasise the front with ANSI escape codes
     * @param rules the characters to draw with; in {@link Rules#ASCII} everything but the results' own names is ASCII
     */
    public static String render(List<TradeOffRow> rows, int width, boolean ansi, Rules rules) {
        boolean unicode = rules == Rules.UNICODE;
        String mark = unicode ? "●" : "*";
        TextTable table = new TextTable(List.of(
                new Column("", Alignment.CENTRE, false),
                new Column(ReportTexts.text("table.name"), Alignment.LEFT, false),
                new Column(ReportTexts.text("table.bits"), Alignment.LEFT, false),
                new Column(ReportTexts.text("table.method"), Alignment.LEFT, true),
                new Column(ReportTexts.text("table.accuracy"), Alignment.RIGHT, false),
                new Column(ReportTexts.text("table.packed"), Alignment.RIGHT, false),
                new Column(ReportTexts.text("table.smaller"), Alignment.RIGHT, true),
                new Column(ReportTexts.text("table.agreement"), Alignment.RIGHT, true),
                new Column(ReportTexts.text("table.file"), Alignment.RIGHT, true)));
        for (TradeOffRow row : rows) {
            String accuracy =
                    Percent.format(row.accuracy().value(), row.accuracy().interval());
            String ratio = Sizes.ratio(row.packedBytes(), row.floatBytes());
            table.row(
                    row.onFront(),
                    row.onFront() ? mark : "",
                    row.name(),
                    row.bits(),
                    row.method(),
                    unicode ? accuracy : accuracy.replace('–', '-'),
                    Sizes.format(row.packedBytes()),
                    unicode ? ratio : ratio.replace('×', 'x'),
                    row.agreement().map(TradeOffTable::agreement).orElse(ABSENT),
                    file(row.fileBytes()));
        }
        String explanation =
                rows.stream().anyMatch(TradeOffRow::onFront) ? ReportTexts.text("table.onFront", mark) + "\n" : "";
        return table.render(width, ansi, rules) + explanation;
    }

    private static String agreement(Agreement agreement) {
        return ReportTexts.text("table.of", agreement.equal(), agreement.total());
    }

    private static String file(OptionalLong bytes) {
        return bytes.isPresent() ? Sizes.format(bytes.getAsLong()) : ABSENT;
    }
}
