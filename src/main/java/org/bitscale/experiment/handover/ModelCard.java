package org.bitscale.experiment.handover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bitscale.Texts;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.StoredFile;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.RecipeFile;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.report.AxisUnit;

/** What a network is, what it is worth, and how it is used, as Markdown. */
final class ModelCard {

    private static final Texts TEXTS = new Texts("org.bitscale.experiment.handover.messages");
    private static final List<Measure> SHOWN = List.of(
            Measure.TEST_ACCURACY,
            Measure.ACCURACY,
            Measure.FILE_SIZE,
            Measure.PACKED_SIZE,
            Measure.PARAMETERS,
            Measure.MACS,
            Measure.BOPS,
            Measure.LATENCY);

    private ModelCard() {}

    /** The card of a run's network, which lies beside it as {@code fileName}. */
    static String of(Run run, NetworkUse use, String fileName) {
        List<String> parts = new ArrayList<>();
        parts.add(TEXTS.text("title", fileName));
        parts.add(summary(run.trial()));
        measured(run, parts);
        data(run.trial(), parts);
        input(use, parts);
        parts.add(TEXTS.text("use"));
        parts.add(TEXTS.text("use.text"));
        parts.add(code("python", UsageCode.python(use, fileName)));
        parts.add(TEXTS.text("use.java"));
        parts.add(code("java", UsageCode.java(use, fileName)));
        layers(run, parts);
        origin(run, parts);
        return String.join("\n\n", parts) + "\n";
    }

    private static String summary(Trial trial) {
        String model = trial.model().getFileName().toString();
        if (trial.plan().isEmpty()) {
            return TEXTS.text("summary.float", model);
        }
        PlanSettings plan = trial.plan().get();
        return TEXTS.text(
                "summary.quantized",
                trial.label().substring(0, trial.label().lastIndexOf(' ')),
                TEXTS.text("method." + trial.method()),
                model,
                Integer.toString(plan.weightBits()),
                Integer.toString(plan.activationBits()),
                Integer.toString(plan.edgeBits()),
                Integer.toString(plan.arithmeticBits()));
    }

    private static void measured(Run run, List<String> parts) {
        parts.add(TEXTS.text("measured"));
        parts.add(TEXTS.text("table.head")
                + SHOWN.stream()
                        .filter(run.metrics()::containsKey)
                        .map(measure -> "\n"
                                + TEXTS.text(
                                        "table.row",
                                        MeasureAxis.name(measure),
                                        value(measure, run.metrics().get(measure))))
                        .collect(Collectors.joining()));
        parts.add(TEXTS.text("measured.note"));
        run.metric(Measure.AGREEMENT)
                .ifPresent(agreement -> parts.add(TEXTS.text("agreement", value(Measure.AGREEMENT, agreement))));
    }

    private static String value(Measure measure, Metric metric) {
        AxisUnit unit = MeasureAxis.of(measure).unit();
        return metric.interval()
                .map(interval -> unit.format(metric.value(), interval))
                .orElseGet(() -> unit.format(metric.value()));
    }

    private static void data(Trial trial, List<String> parts) {
        DataOptions data = trial.data();
        parts.add(TEXTS.text("data"));
        parts.add(TEXTS.text(
                trial.plan().isPresent() ? "data.text" : "data.float",
                data.spec(),
                trial.dataHash(),
                MeasureAxis.of(Measure.ACCURACY).unit().format(data.validationShare()),
                Long.toString(data.seed()),
                Integer.toString(trial.calibrationExamples())));
        if (trial.training().isPresent()) {
            TrainingSettings recipe = trial.training().get();
            parts.add(TEXTS.text(
                    "data.training",
                    Integer.toString(recipe.epochs()),
                    Integer.toString(recipe.batchSize()),
                    Double.toString(recipe.learningRate()),
                    Long.toString(recipe.seed())));
            String refinements = RecipeFile.refinements(recipe).entrySet().stream()
                    .map(refinement -> "`" + refinement.getKey() + ": " + refinement.getValue() + "`")
                    .collect(Collectors.joining(", "));
            if (!refinements.isEmpty()) {
                parts.add(TEXTS.text("data.refinements", refinements));
            }
        }
    }

    private static void input(NetworkUse use, List<String> parts) {
        parts.add(TEXTS.text("input"));
        String order = !use.isPicture() ? "none" : use.isChannelsLast() ? "last" : "first";
        parts.add(TEXTS.text("input.name", use.input(), use.shapeText(), TEXTS.text("input.order." + order)));
        parts.add(TEXTS.text(
                "input.scaling",
                Float.toString(use.scaling().divisor()),
                use.scaling().mean().toString(),
                use.scaling().std().toString()));
        if (use.isPicture()) {
            parts.add(TEXTS.text("input.resize"));
        }
        parts.add(TEXTS.text("output.name", use.output()));
        if (!use.classes().isEmpty()) {
            parts.add(TEXTS.text(
                    "output.classes",
                    use.classes().stream().map(name -> '`' + name + '`').collect(Collectors.joining(", "))));
        }
    }

    private static String code(String language, String text) {
        return "```" + language + "\n" + text + "```";
    }

    private static void layers(Run run, List<String> parts) {
        if (run.layers().isEmpty()) {
            return;
        }
        parts.add(TEXTS.text("layers"));
        StringBuilder table = new StringBuilder(TEXTS.text("layers.head"));
        for (LayerRecord layer : run.layers()) {
            table.append('\n').append(TEXTS.text("layers.row", layer.name(), layer.operator(), layer.scheme()));
        }
        parts.add(table.toString());
    }

    private static void origin(Run run, List<String> parts) {
        Environment environment = run.environment();
        parts.add(TEXTS.text("origin"));
        parts.add(TEXTS.text(
                "origin.run",
                run.id(),
                run.experiment(),
                run.started().toString().substring(0, "2026-01-01".length()).toLowerCase(Locale.ROOT)));
        parts.add(TEXTS.text(
                "origin.model", run.trial().model().getFileName(), run.trial().modelHash()));
        StoredFile file = run.files().get(Run.MODEL_FILE);
        if (file != null) {
            parts.add(TEXTS.text("origin.file", file.hash()));
        }
        parts.add(TEXTS.text(
                "origin.made",
                environment.bitscale(),
                environment.java(),
                environment.torch(),
                environment.onnxRuntime(),
                environment.processor(),
                environment.os()));
    }
}
