package org.bitscale.experiment.interchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.spec.RecipeFile;
import org.bitscale.graph.quantize.PlanSettings;

/** Runs as rows of a CSV file (RFC 4180): parameters, then measures; empty where there is no value. */
final class RunTable {

    private static final String END = "\r\n";

    private final Map<String, BiFunction<Run, Annotation, Object>> columns = new LinkedHashMap<>();

    RunTable() {
        columns.put("id", (run, said) -> run.id());
        columns.put("experiment", (run, said) -> run.experiment());
        columns.put("label", (run, said) -> run.trial().label());
        columns.put("status", (run, said) -> word(run.status()));
        columns.put("method", (run, said) -> word(run.trial().method()));
        columns.put("weight_bits", (run, said) -> plan(run).map(PlanSettings::weightBits));
        columns.put("activation_bits", (run, said) -> plan(run).map(PlanSettings::activationBits));
        columns.put("granularity", (run, said) -> plan(run).map(plan -> word(plan.granularity())));
        columns.put("edge_bits", (run, said) -> plan(run).map(PlanSettings::edgeBits));
        columns.put("arithmetic_bits", (run, said) -> plan(run).map(PlanSettings::arithmeticBits));
        columns.put("weight_range", (run, said) -> plan(run).map(PlanSettings::weightRange));
        columns.put("activation_range", (run, said) -> plan(run).map(PlanSettings::activationRange));
        columns.put("target", (run, said) -> plan(run).map(plan -> plan.target().word()));
        columns.put(
                "ptq",
                (run, said) -> run.trial().method() == Method.PTQ ? run.trial().ptq() : "");
        columns.put("layers", (run, said) -> plan(run).map(RunTable::layers));
        columns.put("layout", (run, said) -> word(run.trial().layout()));
        columns.put("calibration_examples", (run, said) -> run.trial().calibrationExamples());
        columns.put("epochs", (run, said) -> training(run).map(TrainingSettings::epochs));
        columns.put("batch_size", (run, said) -> training(run).map(TrainingSettings::batchSize));
        columns.put("learning_rate", (run, said) -> training(run).map(TrainingSettings::learningRate));
        columns.put("optimizer", (run, said) -> training(run)
                .map(recipe -> recipe.optimizer().word()));
        columns.put("schedule", (run, said) -> training(run)
                .map(recipe -> recipe.schedule().word()));
        columns.put("weight_decay", (run, said) -> training(run).map(TrainingSettings::weightDecay));
        columns.put("batch_norm", (run, said) -> training(run).map(recipe -> word(recipe.batchNorm())));
        RecipeFile.REFINEMENTS.forEach(key -> columns.put(key, (run, said) -> training(run)
                .flatMap(recipe ->
                        Optional.ofNullable(RecipeFile.refinements(recipe).get(key)))));
        columns.put("seed", (run, said) -> run.trial().seed());
        columns.put("data", (run, said) -> run.trial().data().spec());
        columns.put("model_sha256", (run, said) -> run.trial().modelHash());
        columns.put("data_sha256", (run, said) -> run.trial().dataHash());
        columns.put("trial_hash", (run, said) -> run.trialHash());
        columns.put("group_hash", (run, said) -> run.groupHash());
        columns.put("started", (run, said) -> run.started());
        columns.put("seconds", (run, said) -> run.seconds());
        columns.put("training_seconds", (run, said) -> run.trainingSeconds());
        columns.put("rerun_of", (run, said) -> run.rerunOf());
        columns.put("failure", (run, said) -> run.failure());
        for (Measure measure : Measure.values()) {
            columns.put(measure.key(), (run, said) -> run.metric(measure).map(Metric::value));
            columns.put(
                    measure.key() + "_low",
                    (run, said) -> run.metric(measure).flatMap(Metric::interval).map(interval -> interval.low()));
            columns.put(
                    measure.key() + "_high",
                    (run, said) -> run.metric(measure).flatMap(Metric::interval).map(interval -> interval.high()));
        }
        columns.put("starred", (run, said) -> said.starred());
        columns.put("tags", (run, said) -> String.join(" ", said.tags()));
        columns.put("note", (run, said) -> said.note());
    }

    /** The names of the columns as a line with its end. */
    String header() {
        return String.join(",", columns.keySet()) + END;
    }

    /** A run as a line with its end. */
    String line(Run run, Annotation annotation) {
        List<String> cells = new ArrayList<>();
        columns.values().forEach(column -> cells.add(cell(column.apply(run, annotation))));
        return String.join(",", cells) + END;
    }

    private static Optional<PlanSettings> plan(Run run) {
        return run.trial().plan();
    }

    private static Optional<TrainingSettings> training(Run run) {
        return run.trial().training();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String layers(PlanSettings plan) {
        return plan.layers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(layer -> layer.getKey() + "=" + layer.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String cell(Object value) {
        Object present = value instanceof Optional<?> optional
                ? optional.map(Object.class::cast).orElse("")
                : value;
        String text = present.toString();
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
