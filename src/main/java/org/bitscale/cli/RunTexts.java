package org.bitscale.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.report.Sizes;
import org.bitscale.report.TextTable;

/** Runs as text for people and as plain objects for machines. */
final class RunTexts {

    private static final int WIDTH = 160;

    private RunTexts() {}

    /** Runs as a table. */
    static String table(List<RunRow> rows) {
        TextTable table = new TextTable(List.of(
                column("runs.id", TextTable.Alignment.LEFT, false),
                column("runs.label", TextTable.Alignment.LEFT, false),
                column("runs.seed", TextTable.Alignment.RIGHT, false),
                column("runs.accuracy", TextTable.Alignment.RIGHT, false),
                column("runs.size", TextTable.Alignment.RIGHT, false),
                column("runs.status", TextTable.Alignment.LEFT, false),
                column("runs.experiment", TextTable.Alignment.LEFT, true),
                column("runs.said", TextTable.Alignment.LEFT, true)));
        for (RunRow row : rows) {
            table = table.row(
                    false,
                    row.id(),
                    row.label(),
                    Long.toString(row.seed()),
                    metric(row.metrics(), Measure.ACCURACY),
                    metric(row.metrics(), Measure.PACKED_SIZE),
                    word(row.status()),
                    row.experiment(),
                    said(row.annotation()));
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE);
    }

    private static TextTable.Column column(String key, TextTable.Alignment alignment, boolean optional) {
        return new TextTable.Column(Messages.text(key), alignment, optional);
    }

    private static String metric(Map<Measure, Metric> metrics, Measure measure) {
        return Optional.ofNullable(metrics.get(measure))
                .map(metric -> metric(measure, metric))
                .orElse("");
    }

    /** A measured value with its unit and interval. */
    static String metric(Measure measure, Metric metric) {
        String value = value(measure, metric.value());
        return metric.interval()
                .map(interval -> Messages.text(
                        "runs.interval", value, value(measure, interval.low()), value(measure, interval.high())))
                .orElse(value);
    }

    private static String value(Measure measure, double value) {
        return switch (measure) {
            case ACCURACY, TEST_ACCURACY, AGREEMENT -> Answers.percent(value) + " %";
            case PACKED_SIZE, FILE_SIZE ->
                value >= 0 && Double.isFinite(value) ? Sizes.format(value) : Double.toString(value);
            case BOPS, MACS, PARAMETERS -> String.format(Locale.ROOT, "%,.0f", value);
            case LOSS, TEST_LOSS, LATENCY -> String.format(Locale.ROOT, "%.4g %s", value, measure.unit());
        };
    }

    /** Star and tags. */
    static String said(Annotation annotation) {
        String tags = String.join(", ", annotation.tags());
        return annotation.starred() ? ("★ " + tags).strip() : tags;
    }

    /** A constant's name for people. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A run with all that is known of it. */
    static String details(Run run, Annotation annotation) {
        StringBuilder text = new StringBuilder();
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("runs.id", run.id());
        lines.put("runs.label", run.trial().label());
        lines.put("runs.status", word(run.status()));
        run.failure().ifPresent(failure -> lines.put("runs.failure", failure));
        lines.put("runs.experiment", run.experiment());
        run.rerunOf().ifPresent(id -> lines.put("runs.rerunOf", id));
        lines.put("runs.started", run.started().toString());
        lines.put("runs.seconds", String.format(Locale.ROOT, "%.1f", run.seconds()));
        lines.put("runs.seed", Long.toString(run.trial().seed()));
        lines.put("runs.trial", run.trialHash());
        lines.put("runs.model", run.trial().model() + " (" + run.trial().modelHash() + ")");
        lines.put("runs.data", run.trial().data().spec());
        if (!run.environment().bitscale().isEmpty()) {
            lines.put("runs.environment", environment(run));
        }
        lines.put("runs.said", said(annotation));
        lines.put("runs.note", annotation.note());
        lines.values().removeIf(String::isBlank);
        lines.forEach((key, value) -> line(text, Messages.text(key), value));
        run.metrics().forEach((measure, metric) -> line(text, measure.key(), metric(measure, metric)));
        run.files().forEach((name, file) -> line(text, name, Sizes.format(file.bytes()) + "  " + file.hash()));
        return text.toString().stripTrailing();
    }

    private static String environment(Run run) {
        return String.join(
                ", ",
                "Bitscale " + run.environment().bitscale(),
                "Java " + run.environment().java(),
                run.environment().os(),
                run.environment().processor(),
                run.environment().device());
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-18s%s%n", name, value));
    }

    /** A record as plain values. */
    static Map<String, Object> object(Object value) {
        return new ObjectMapper().convertValue(Json.tree(value), new TypeReference<TreeMap<String, Object>>() {});
    }
}
