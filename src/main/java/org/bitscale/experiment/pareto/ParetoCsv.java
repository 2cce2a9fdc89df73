package org.bitscale.experiment.pareto;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.experiment.run.Measure;

/** An analysis as comma-separated values (RFC 4180): lines end in CR LF, numbers have a point and all their digits. */
final class ParetoCsv {

    private static final String END = "\r\n";

    private ParetoCsv() {}

    static String of(ParetoAnalysis analysis) {
        Set<Measure> measures = EnumSet.copyOf(analysis.objectives());
        analysis.constraints().forEach(constraint -> measures.add(constraint.measure()));
        StringBuilder text = new StringBuilder(line(header(measures)));
        analysis.points().forEach(point -> text.append(line(cells(point, measures))));
        return text.toString();
    }

    private static List<String> header(Set<Measure> measures) {
        List<String> cells = new ArrayList<>(List.of(
                "label", "method", "rank", "front", "confident_front", "knee", "failed", "count", "seeds", "runs"));
        for (Measure measure : measures) {
            String key = measure.key();
            cells.addAll(List.of(key, key + "_standard_deviation", key + "_low_95", key + "_high_95"));
        }
        cells.add("group_hash");
        return cells;
    }

    private static List<String> cells(ParetoPoint point, Set<Measure> measures) {
        List<String> cells = new ArrayList<>(List.of(
                point.label(),
                point.method().name(),
                point.rank().isPresent() ? Integer.toString(point.rank().getAsInt()) : "",
                Boolean.toString(point.onFront()),
                Boolean.toString(point.confident()),
                Boolean.toString(point.knee()),
                point.failed().stream().map(Constraint::text).collect(Collectors.joining(" ")),
                Integer.toString(point.runs().size()),
                point.seeds().stream().map(seed -> Long.toString(seed)).collect(Collectors.joining(" ")),
                String.join(" ", point.runs())));
        for (Measure measure : measures) {
            Estimate value = point.values().get(measure);
            cells.add(Double.toString(value.mean()));
            cells.add(
                    value.standardDeviation().isPresent()
                            ? Double.toString(value.standardDeviation().getAsDouble())
                            : "");
            cells.add(value.interval()
                    .map(interval -> Double.toString(interval.low()))
                    .orElse(""));
            cells.add(value.interval()
                    .map(interval -> Double.toString(interval.high()))
                    .orElse(""));
        }
        cells.add(point.groupHash());
        return cells;
    }

    private static String line(List<String> cells) {
        return cells.stream().map(ParetoCsv::quoted).collect(Collectors.joining(",")) + END;
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
