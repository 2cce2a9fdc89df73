package org.bitscale.ui.runs;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitscale.data.InputScaling;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.RecipeFile;
import org.bitscale.graph.quantize.PlanSettings;

/** Plans, recipes, data and whole trials as what is typed into the fields of an experiment, by path. */
final class TrialTexts {

    private TrialTexts() {}

    /** A single experiment that tries what a trial tried. */
    static Map<String, String> of(Trial trial) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("model", trial.model().toString());
        texts.put("method", RunsTexts.word(trial.method()));
        texts.putAll(of(trial.data()));
        trial.plan().ifPresent(plan -> {
            texts.putAll(of(plan));
            texts.put("plan.layout", RunsTexts.word(trial.layout()));
            if (!trial.ptq().isPlain()) {
                texts.put("plan.ptq", trial.ptq().toString());
            }
            texts.put("plan.calibration", Integer.toString(trial.calibrationExamples()));
        });
        trial.training().ifPresent(recipe -> texts.putAll(of(recipe)));
        if (trial.latency()) {
            texts.put("evaluation.latency", "true");
        }
        return texts;
    }

    /** Where data comes from and how it is split. */
    static Map<String, String> of(DataOptions data) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("data.source", data.spec());
        texts.put("data.validation", number(data.validationShare()));
        data.limit().ifPresent(limit -> texts.put("data.limit", Integer.toString(limit)));
        texts.put("data.seed", Long.toString(data.seed()));
        data.resize().ifPresent(resize -> texts.put("data.resize", resize.word()));
        data.label().ifPresent(label -> texts.put("data.label", label));
        data.scaling().ifPresent(scaling -> texts.putAll(of(scaling)));
        return texts;
    }

    private static Map<String, String> of(InputScaling scaling) {
        return Map.of(
                "data.scaling.scale",
                number(scaling.divisor()),
                "data.scaling.mean",
                numbers(scaling.mean()),
                "data.scaling.std",
                numbers(scaling.std()));
    }

    private static String numbers(List<Float> values) {
        return values.stream().map(TrialTexts::number).collect(Collectors.joining(", "));
    }

    /** Bits for the whole network and for single layers. */
    static Map<String, String> of(PlanSettings plan) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("plan.weights", Integer.toString(plan.weightBits()));
        texts.put("plan.activations", Integer.toString(plan.activationBits()));
        texts.put("plan.granularity", RunsTexts.word(plan.granularity()));
        texts.put("plan.edge_bits", Integer.toString(plan.edgeBits()));
        texts.put("plan.arithmetic_bits", Integer.toString(plan.arithmeticBits()));
        texts.put("plan.weight_range", plan.weightRange().toString());
        texts.put("plan.activation_range", plan.activationRange().toString());
        texts.put("plan.target", plan.target().word());
        texts.put(
                "plan.layers",
                plan.layers().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(layer -> quoted(layer.getKey()) + ": " + layer.getValue())
                        .collect(Collectors.joining(", ")));
        return texts;
    }

    /** Names of layers may hold anything. */
    private static String quoted(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_./-]*") ? name : "'" + name.replace("'", "''") + "'";
    }

    private static Map<String, String> of(TrainingSettings recipe) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("recipe.epochs", Integer.toString(recipe.epochs()));
        texts.put("recipe.batch_size", Integer.toString(recipe.batchSize()));
        texts.put("recipe.learning_rate", number(recipe.learningRate()));
        if (recipe.optimizer() instanceof Optimizer.Sgd sgd) {
            texts.put("recipe.momentum", number(sgd.momentum()));
            texts.put("recipe.nesterov", Boolean.toString(sgd.nesterov()));
        }
        texts.put("recipe.optimizer", recipe.optimizer().word());
        texts.put("recipe.schedule", recipe.schedule().word());
        RecipeFile.refinements(recipe)
                .forEach((key, value) ->
                        texts.put("recipe." + key, value instanceof Number number ? number(number) : value.toString()));
        texts.put("recipe.weight_decay", number(recipe.weightDecay()));
        texts.put("recipe.batch_norm", RunsTexts.word(recipe.batchNorm()));
        texts.put("recipe.seed", Long.toString(recipe.seed()));
        return texts;
    }

    /** As one writes it: without a fraction where there is none. */
    private static String number(Number value) {
        return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }
}
