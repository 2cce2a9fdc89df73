package org.bitscale.experiment.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Run;

/**
 * A comparison as a file.
 *
 * @param comparison the runs
 * @param predictions what is known of their predictions, by run
 * @param errors what is known of their layers' errors
 */
public record ComparisonFile(
        RunComparison comparison, List<Optional<FilePredictions>> predictions, List<LayerErrorRow> errors) {

    private static final String END = "\r\n";

    /** Copies. */
    public ComparisonFile {
        predictions = List.copyOf(predictions);
        errors = List.copyOf(errors);
    }

    /** A line of the table. */
    private record Line(
            String part, String item, int run, Object value, Optional<Interval> interval, Object difference) {}

    /**
     * One line for each value (RFC 4180): what it belongs to, its name, the run, the value with its interval, the
     * difference to the reference.
     */
    public String toCsv() {
        StringBuilder text = new StringBuilder("part,item,run,label,seed,value,low,high,difference").append(END);
        for (Line line : lines()) {
            Run run = comparison.runs().get(line.run());
            text.append(Stream.of(
                            line.part(),
                            line.item(),
                            run.id(),
                            run.trial().label(),
                            run.trial().seed(),
                            line.value(),
                            line.interval()
                                    .map(Interval::low)
                                    .<Object>map(low -> low)
                                    .orElse(""),
                            line.interval()
                                    .map(Interval::high)
                                    .<Object>map(high -> high)
                                    .orElse(""),
                            line.difference())
                    .map(ComparisonFile::cell)
                    .collect(Collectors.joining(",")));
            text.append(END);
        }
        return text.toString();
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < comparison.runs().size(); i++) {
            int run = i;
            for (MeasureRow row : comparison.measures()) {
                row.values()
                        .get(run)
                        .ifPresent(metric -> lines.add(new Line(
                                "measure",
                                row.measure().key(),
                                run,
                                metric.value(),
                                metric.interval(),
                                number(row.difference(run)))));
            }
            for (PlanRow row : comparison.plans()) {
                row.values()
                        .get(run)
                        .ifPresent(value -> lines.add(new Line(
                                row.kind().name().toLowerCase(Locale.ROOT),
                                row.name(),
                                run,
                                value,
                                Optional.empty(),
                                row.differs(run) ? "differs" : "")));
            }
            predictions.get(run).ifPresent(found -> byClass(run, found, lines));
            for (LayerErrorRow row : errors) {
                row.sqnr()
                        .get(run)
                        .ifPresent(
                                sqnr -> lines.add(new Line("sqnr_db", row.layer(), run, sqnr, Optional.empty(), "")));
            }
        }
        return lines;
    }

    private static void byClass(int run, FilePredictions found, List<Line> lines) {
        List<Optional<Accuracy>> accuracies = PredictionComparison.byClass(found);
        for (int c = 0; c < accuracies.size(); c++) {
            String name = found.classes().get(c);
            accuracies
                    .get(c)
                    .ifPresent(accuracy -> lines.add(new Line(
                            "class_accuracy", name, run, accuracy.value(), Optional.of(accuracy.interval()), "")));
        }
    }

    private static Object number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : "";
    }

    private static String cell(Object value) {
        String text = value.toString();
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** The same for programs. */
    public String toJson() {
        List<Object> runs = new ArrayList<>();
        for (int i = 0; i < comparison.runs().size(); i++) {
            runs.add(run(i));
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("reference", comparison.reference().id());
        file.put("runs", runs);
        return Json.writePretty(file);
    }

    private Map<String, Object> run(int index) {
        Run run = comparison.runs().get(index);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", run.id());
        facts.put("label", run.trial().label());
        facts.put("trial", run.trial());
        facts.put("metrics", run.metrics());
        facts.put("layers", run.layers());
        predictions.get(index).ifPresent(found -> {
            facts.put("predictions", predictions(found));
            predictions
                    .get(0)
                    .filter(reference -> index > 0)
                    .ifPresent(reference ->
                            facts.put("against_reference", against(PredictionComparison.of(reference, found))));
        });
        Map<String, Object> sqnr = new LinkedHashMap<>();
        errors.forEach(row -> row.sqnr().get(index).ifPresent(value -> sqnr.put(row.layer(), value)));
        if (!sqnr.isEmpty()) {
            facts.put("sqnr_db", sqnr);
        }
        return facts;
    }

    private static Map<String, Object> predictions(FilePredictions found) {
        return Map.of(
                "split",
                found.split(),
                "classes",
                found.classes(),
                "accuracy_by_class",
                PredictionComparison.byClass(found),
                "predicted",
                found.predicted());
    }

    private static Map<String, Object> against(PredictionComparison comparison) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("agreement", comparison.agreement());
        facts.put("difference", comparison.difference());
        facts.put("interval", comparison.interval());
        facts.put("mc_nemar", comparison.test());
        facts.put("flips", comparison.flips());
        return facts;
    }
}
