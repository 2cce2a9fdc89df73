package org.bitscale.ui.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitscale.data.Resize;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.RecipeFile;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.report.Sizes;
import org.bitscale.ui.common.Durations;

/** A run's record as groups of lines. */
final class RunSheet {

    private RunSheet() {}

    /**
     * Lines under a title.
     *
     * @param title above them
     * @param lines at least one
     */
    record Group(String title, List<Line> lines) {}

    /**
     * A name and its value.
     *
     * @param name what it is
     * @param value for people
     * @param code whether it is for machines, such as a hash
     */
    record Line(String name, String value, boolean code) {}

    /** Everything that is known of a run, save for curves and layers. */
    static List<Group> of(Run run) {
        List<Group> groups = new ArrayList<>();
        add(groups, "measures", measures(run));
        add(groups, "bits", bits(run.trial()));
        add(groups, "training", run.trial().training().map(RunSheet::training).orElse(List.of()));
        add(groups, "data", data(run.trial()));
        add(groups, "time", time(run));
        add(groups, "environment", environment(run.environment()));
        add(groups, "identity", identity(run));
        add(groups, "files", files(run));
        return groups;
    }

    private static void add(List<Group> groups, String key, List<Line> lines) {
        List<Line> present =
                lines.stream().filter(line -> !line.value().isBlank()).toList();
        if (!present.isEmpty()) {
            groups.add(new Group(RunsTexts.text("details." + key), present));
        }
    }

    private static Line line(String key, Object value) {
        return new Line(RunsTexts.text("details.line." + key), value.toString(), false);
    }

    private static Line code(String key, Object value) {
        return new Line(RunsTexts.text("details.line." + key), value.toString(), true);
    }

    private static List<Line> measures(Run run) {
        List<Line> lines = new ArrayList<>();
        run.metrics().forEach((measure, metric) -> {
            String value = RunsTexts.metric(measure, metric);
            lines.add(new Line(
                    MeasureAxis.name(measure),
                    metric.examples() == 0
                            ? value
                            : RunsTexts.text("details.on", value, RunsTexts.count(metric.examples())),
                    false));
        });
        return lines;
    }

    private static List<Line> bits(Trial trial) {
        List<Line> lines = new ArrayList<>();
        lines.add(line("method", RunsTexts.text("method." + RunsTexts.word(trial.method()))));
        trial.plan().ifPresent(plan -> {
            lines.add(line("weights", plan.weightBits()));
            lines.add(line("activations", plan.activationBits()));
            lines.add(line("granularity", RunsTexts.text("granularity." + RunsTexts.word(plan.granularity()))));
            lines.add(line("edge", plan.edgeBits()));
            lines.add(line("arithmetic", plan.arithmeticBits()));
            lines.add(line("weight_range", plan.weightRange()));
            lines.add(line("activation_range", plan.activationRange()));
            if (trial.method() == Method.PTQ) {
                lines.add(line("ptq", trial.ptq()));
            }
            lines.add(line("layers", layers(plan)));
            lines.add(line("layout", RunsTexts.word(trial.layout())));
            lines.add(line("calibration", RunsTexts.count(trial.calibrationExamples())));
        });
        return lines;
    }

    private static String layers(PlanSettings plan) {
        return plan.layers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(layer -> layer.getKey() + " " + layer.getValue())
                .collect(Collectors.joining(", "));
    }

    private static List<Line> training(TrainingSettings recipe) {
        List<Line> lines = new ArrayList<>(List.of(
                line("epochs", recipe.epochs()),
                line("batch", recipe.batchSize()),
                line("rate", number(recipe.learningRate())),
                line("optimizer", optimizer(recipe.optimizer())),
                line("schedule", recipe.schedule().word()),
                line("decay", number(recipe.weightDecay())),
                line("batchNorm", RunsTexts.word(recipe.batchNorm()))));
        RecipeFile.refinements(recipe).forEach((key, value) -> lines.add(line(key, value)));
        lines.add(line("seed", recipe.seed()));
        return lines;
    }

    private static String optimizer(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Sgd sgd) {
            String key =
                    sgd.momentum() == 0 ? "optimizer.plain" : sgd.nesterov() ? "optimizer.nesterov" : "optimizer.sgd";
            return RunsTexts.text(key, number(sgd.momentum()));
        }
        return RunsTexts.text("optimizer." + optimizer.word());
    }

    private static String number(double value) {
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static List<Line> data(Trial trial) {
        return List.of(
                line("model", trial.model()),
                line("data", trial.data().spec()),
                line(
                        "validation",
                        String.format(Locale.ROOT, "%.4g %%", 100 * trial.data().validationShare())),
                line(
                        "limit",
                        trial.data().limit().isPresent()
                                ? RunsTexts.count(trial.data().limit().getAsInt())
                                : ""),
                line("splitSeed", trial.data().seed()),
                line("resize", trial.data().resize().map(Resize::word).orElse("")),
                line("label", trial.data().label().orElse("")),
                line("scaling", trial.data().scaling().map(Object::toString).orElse("")));
    }

    private static List<Line> time(Run run) {
        return List.of(
                line("started", RunColumn.time(run.started())),
                line("seconds", Durations.format(run.seconds())),
                line("trainingSeconds", run.trainingSeconds() > 0 ? Durations.format(run.trainingSeconds()) : ""),
                line("attempts", run.attempts() > 1 ? Integer.toString(run.attempts()) : ""));
    }

    private static List<Line> environment(Environment environment) {
        if (environment.bitscale().isEmpty()) {
            return List.of();
        }
        return List.of(
                line("processor", environment.processor()),
                line("features", String.join(", ", environment.features())),
                line("device", environment.device()),
                line("threads", environment.threads()),
                line("os", environment.os()),
                line("java", environment.java()),
                line("bitscale", environment.bitscale()),
                line("torch", environment.torch()),
                line("onnxRuntime", environment.onnxRuntime()));
    }

    private static List<Line> identity(Run run) {
        return List.of(
                code("id", run.id()),
                code("rerunOf", run.rerunOf().orElse("")),
                code("weightsHash", run.weightsHash().orElse("")),
                code("trialHash", run.trialHash()),
                code("groupHash", run.groupHash()),
                code("modelHash", run.trial().modelHash()),
                code("dataHash", run.trial().dataHash()));
    }

    private static List<Line> files(Run run) {
        List<Line> lines = new ArrayList<>();
        run.files().forEach((name, file) -> {
            lines.add(new Line(name, Sizes.format(file.bytes()), false));
            lines.add(new Line("", file.hash(), true));
        });
        return lines;
    }
}
