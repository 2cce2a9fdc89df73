package org.bitscale.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.experiment.pareto.LeftOut;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.pareto.ParetoAnalysis;
import org.bitscale.experiment.pareto.ParetoPoint;
import org.bitscale.experiment.run.Measure;
import org.bitscale.report.TextTable;
import org.bitscale.report.TextTable.Alignment;
import org.bitscale.report.TextTable.Column;

/** An analysis as a table on the terminal. */
final class ParetoTable {

    private static final int WIDTH = 140;
    private static final String FRONT = "●";
    private static final String PERHAPS = "◐";
    private static final String OFF = "○";
    private static final String FAILED = "×";

    private ParetoTable() {}

    static String of(ParetoAnalysis analysis) {
        Set<Measure> measures = EnumSet.copyOf(analysis.objectives());
        analysis.constraints().forEach(constraint -> measures.add(constraint.measure()));
        List<Column> columns = new ArrayList<>(List.of(
                new Column("", Alignment.CENTRE, false),
                new Column(Messages.text("pareto.rank"), Alignment.RIGHT, false),
                new Column(Messages.text("pareto.label"), Alignment.LEFT, false),
                new Column(Messages.text("pareto.seeds"), Alignment.RIGHT, false)));
        measures.forEach(measure -> columns.add(new Column(MeasureAxis.name(measure), Alignment.RIGHT, false)));
        columns.add(new Column(Messages.text("pareto.remark"), Alignment.LEFT, false));
        columns.add(new Column(Messages.text("pareto.runs"), Alignment.LEFT, true));
        TextTable table = new TextTable(columns);
        for (ParetoPoint point : analysis.points()) {
            table = table.row(point.onFront(), cells(point, measures));
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE)
                + Messages.text("pareto.marks", FRONT, PERHAPS, OFF, FAILED)
                + analysis.hypervolume().stream()
                        .mapToObj(volume -> System.lineSeparator() + volume(analysis, volume))
                        .collect(Collectors.joining())
                + System.lineSeparator()
                + leftOut(analysis.leftOut());
    }

    private static String[] cells(ParetoPoint point, Set<Measure> measures) {
        List<String> cells = new ArrayList<>(List.of(
                mark(point),
                point.rank().isPresent() ? Integer.toString(point.rank().getAsInt()) : "",
                point.label(),
                Integer.toString(point.seeds().size())));
        measures.forEach(
                measure -> cells.add(MeasureAxis.text(measure, point.values().get(measure))));
        cells.add(remark(point));
        cells.add(String.join(" ", point.runs()));
        return cells.toArray(String[]::new);
    }

    private static String mark(ParetoPoint point) {
        if (!point.feasible()) {
            return FAILED;
        }
        if (point.onFront()) {
            return FRONT;
        }
        return point.confident() ? PERHAPS : OFF;
    }

    private static String remark(ParetoPoint point) {
        if (point.knee()) {
            return Messages.text("pareto.knee");
        }
        return point.failed().stream()
                .map(constraint -> Messages.text("pareto.breaks", constraint.text()))
                .collect(Collectors.joining(", "));
    }

    private static String volume(ParetoAnalysis analysis, double volume) {
        return Messages.text(
                "pareto.hypervolume",
                String.format(Locale.ROOT, "%.6g", volume),
                analysis.reference().entrySet().stream()
                        .map(entry -> entry.getKey().key() + String.format(Locale.ROOT, " %.6g", entry.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    /** What was left out, in words. */
    static String leftOut(LeftOut leftOut) {
        String lacking = leftOut.lacking().entrySet().stream()
                .map(entry -> Messages.text("pareto.lacking", entry.getKey().key(), Integer.toString(entry.getValue())))
                .collect(Collectors.joining());
        return Messages.text(
                "pareto.leftOut",
                Integer.toString(leftOut.unfinished()),
                Integer.toString(leftOut.reruns()),
                Integer.toString(leftOut.superseded()),
                Integer.toString(leftOut.incomplete()),
                lacking);
    }
}
