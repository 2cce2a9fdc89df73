package org.bitscale.experiment.spec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitscale.data.augment.Augmentation;
import org.bitscale.engine.Averaging;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Distillation;
import org.bitscale.engine.EarlyStop;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Precision;
import org.bitscale.engine.QuantizerAids;
import org.bitscale.engine.Refinements;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.engine.WarmUp;

/** A recipe as the keys of an experiment file's section, and back. */
public final class RecipeFile {

    private static final double FOLDED_CLIP_NORM = 5;

    private RecipeFile() {}

    /** The keys of what goes beyond plain training, in the section's order. */
    public static final List<String> REFINEMENTS = List.of(
            "final_rate",
            "step_points",
            "step_factor",
            "warm_up",
            "label_smoothing",
            "clip_norm",
            "accumulate",
            "distill",
            "temperature",
            "average",
            "early_stop",
            "early_stop_on",
            "crop",
            "shift",
            "flip",
            "cutout",
            "mixup",
            "precision",
            "norm_batches",
            "damping",
            "clip_decay",
            "gradient_scaling",
            "progressive");

    /**
     * The recipe that keys describe; a key that belongs to something not chosen, such as Adam's momentum, says nothing.
     *
     * @param values by key; plain training where a key is absent
     * @param sgdRate learning rate of SGD where it is not given; of the others a tenth of it
     * @param usual what happens to batch normalizations where it is not said
     * @throws org.bitscale.BadInputException if a number is out of its bounds
     */
    public static TrainingSettings settings(Map<String, Object> values, double sgdRate, BatchNormMode usual) {
        Keys keys = new Keys(values);
        BatchNormMode batchNorm = keys.find("batch_norm")
                .map(word -> BatchNormMode.valueOf(word.toString().toUpperCase(Locale.ROOT)))
                .orElse(usual);
        String optimizer = keys.word("optimizer", "sgd");
        boolean sgd = optimizer.equals("sgd");
        return new TrainingSettings(
                keys.whole("epochs", 2),
                keys.whole("batch_size", 128),
                keys.number("learning_rate", sgd ? sgdRate : sgdRate / 10),
                optimizer(optimizer, keys),
                schedule(keys),
                keys.number("weight_decay", 1e-4),
                batchNorm,
                keys.find("seed").map(seed -> ((Number) seed).longValue()).orElse(0L),
                refinements(keys, usualClipNorm(batchNorm)));
    }

    /**
     * The longest gradient where none is given. Nothing normalizes behind folded weights, and a few long gradients at the
     * usual learning rate lead to where no gradient leads back from; shorter ones pass as they are.
     */
    private static double usualClipNorm(BatchNormMode batchNorm) {
        return batchNorm == BatchNormMode.FOLD ? FOLDED_CLIP_NORM : 0;
    }

    private static Optimizer optimizer(String word, Keys keys) {
        double momentum = keys.number("momentum", 0.9);
        return switch (word) {
            case "adam" -> Optimizer.adam();
            case "adamw" -> Optimizer.adamW();
            case "rmsprop" -> Optimizer.rmsProp();
            default -> new Optimizer.Sgd(momentum, momentum > 0 && keys.flag("nesterov", true));
        };
    }

    private static Schedule schedule(Keys keys) {
        Schedule usual = Schedule.of(keys.word("schedule", "cosine"));
        if (usual instanceof Schedule.Cosine cosine) {
            return new Schedule.Cosine(keys.number("final_rate", cosine.finalRate()));
        }
        if (usual instanceof Schedule.Exponential exponential) {
            return new Schedule.Exponential(keys.number("final_rate", exponential.finalRate()));
        }
        if (usual instanceof Schedule.OneCycle cycle) {
            return new Schedule.OneCycle(cycle.peak(), cycle.firstRate(), keys.number("final_rate", cycle.finalRate()));
        }
        if (usual instanceof Schedule.Step step) {
            return new Schedule.Step(
                    keys.find("step_points")
                            .map(text -> points(text.toString()))
                            .orElse(step.points()),
                    keys.number("step_factor", step.factor()));
        }
        return usual;
    }

    private static List<Double> points(String text) {
        return Arrays.stream(text.strip().split("\\s+")).map(Double::valueOf).toList();
    }

    private static Refinements refinements(Keys keys, double usualClipNorm) {
        double warmUp = keys.number("warm_up", 0);
        double weight = keys.number("distill", 0);
        double decay = keys.number("average", 0);
        int patience = keys.whole("early_stop", 0);
        return new Refinements(
                warmUp == 0 ? Optional.empty() : Optional.of(new WarmUp(warmUp, WarmUp.USUAL_FIRST_RATE)),
                new Refinements.Regularization(
                        keys.number("label_smoothing", 0), keys.number("clip_norm", usualClipNorm)),
                keys.whole("accumulate", 1),
                new Augmentation(
                        keys.whole("crop", 0),
                        keys.whole("shift", 0),
                        keys.flag("flip", false),
                        keys.whole("cutout", 0),
                        keys.number("mixup", 0)),
                weight == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Distillation(weight, keys.number("temperature", Distillation.USUAL_TEMPERATURE))),
                decay == 0 ? Optional.empty() : Optional.of(new Averaging(decay)),
                patience == 0
                        ? Optional.empty()
                        : Optional.of(new EarlyStop(
                                patience,
                                EarlyStop.Measure.valueOf(
                                        keys.word("early_stop_on", "accuracy").toUpperCase(Locale.ROOT)))),
                Precision.valueOf(keys.word("precision", "float32").toUpperCase(Locale.ROOT)),
                quantizers(keys));
    }

    /** What belongs to a method that is known and not chosen says nothing. */
    private static QuantizerAids quantizers(Keys keys) {
        String method = keys.word("method", "");
        boolean floats = method.equals("float");
        boolean clips = method.isEmpty() || method.equals("pact") || method.equals("learned_clip");
        boolean scales = method.isEmpty() || method.equals("ewgs");
        return new QuantizerAids(
                keys.whole("norm_batches", 0),
                floats ? 0 : keys.number("damping", 0),
                clips ? keys.number("clip_decay", QuantizerAids.USUAL_CLIP_DECAY) : QuantizerAids.USUAL_CLIP_DECAY,
                scales
                        ? keys.number("gradient_scaling", QuantizerAids.USUAL_GRADIENT_SCALING)
                        : QuantizerAids.USUAL_GRADIENT_SCALING,
                floats ? List.of() : bits(keys.word("progressive", "")));
    }

    private static List<Integer> bits(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    /** What a recipe does beyond plain training: the keys of {@link #REFINEMENTS} that it uses, as they are written. */
    public static Map<String, Object> refinements(TrainingSettings recipe) {
        Map<String, Object> values = new LinkedHashMap<>();
        Schedule schedule = recipe.schedule();
        if (schedule instanceof Schedule.Step step && !step.equals(Schedule.STEP)) {
            values.put(
                    "step_points", step.points().stream().map(Object::toString).collect(Collectors.joining(" ")));
            values.put("step_factor", step.factor());
        } else if (!Schedule.usual().contains(schedule)) {
            finalRate(schedule).ifPresent(rate -> values.put("final_rate", rate));
        }
        Refinements refinements = recipe.refinements();
        refinements.warmUp().ifPresent(warmUp -> values.put("warm_up", warmUp.epochs()));
        putIf(values, "label_smoothing", refinements.regularization().labelSmoothing());
        double clipNorm = refinements.regularization().clipNorm();
        if (clipNorm != 0 || usualClipNorm(recipe.batchNorm()) != 0) {
            values.put("clip_norm", clipNorm);
        }
        if (refinements.accumulation() > 1) {
            values.put("accumulate", refinements.accumulation());
        }
        refinements.distillation().ifPresent(distillation -> {
            values.put("distill", distillation.weight());
            values.put("temperature", distillation.temperature());
        });
        refinements.averaging().ifPresent(averaging -> values.put("average", averaging.decay()));
        refinements.earlyStop().ifPresent(stop -> {
            values.put("early_stop", stop.patience());
            values.put("early_stop_on", stop.measure().name().toLowerCase(Locale.ROOT));
        });
        Augmentation augmentation = refinements.augmentation();
        putIf(values, "crop", augmentation.crop());
        putIf(values, "shift", augmentation.shift());
        if (augmentation.flip()) {
            values.put("flip", true);
        }
        putIf(values, "cutout", augmentation.cutout());
        putIf(values, "mixup", augmentation.mixup());
        if (refinements.precision() != Precision.FLOAT32) {
            values.put("precision", refinements.precision().name().toLowerCase(Locale.ROOT));
        }
        put(values, refinements.quantizers());
        return values;
    }

    private static void put(Map<String, Object> values, QuantizerAids aids) {
        putIf(values, "norm_batches", aids.normBatches());
        putIf(values, "damping", aids.damping());
        if (aids.clipDecay() != QuantizerAids.USUAL_CLIP_DECAY) {
            values.put("clip_decay", aids.clipDecay());
        }
        if (aids.gradientScaling() != QuantizerAids.USUAL_GRADIENT_SCALING) {
            values.put("gradient_scaling", aids.gradientScaling());
        }
        if (!aids.progressive().isEmpty()) {
            values.put(
                    "progressive",
                    aids.progressive().stream().map(Object::toString).collect(Collectors.joining(" ")));
        }
    }

    private static Optional<Double> finalRate(Schedule schedule) {
        if (schedule instanceof Schedule.Cosine cosine) {
            return Optional.of(cosine.finalRate());
        }
        if (schedule instanceof Schedule.OneCycle cycle) {
            return Optional.of(cycle.finalRate());
        }
        return schedule instanceof Schedule.Exponential exponential
                ? Optional.of(exponential.finalRate())
                : Optional.empty();
    }

    private static void putIf(Map<String, Object> values, String key, Number number) {
        if (number.doubleValue() != 0) {
            values.put(key, number);
        }
    }

    /** Values by key, with what holds where there is none. */
    private record Keys(Map<String, Object> values) {

        Optional<Object> find(String key) {
            return Optional.ofNullable(values.get(key));
        }

        String word(String key, String otherwise) {
            return find(key).map(Object::toString).orElse(otherwise).toLowerCase(Locale.ROOT);
        }

        int whole(String key, int otherwise) {
            return find(key).map(value -> ((Number) value).intValue()).orElse(otherwise);
        }

        double number(String key, double otherwise) {
            return find(key).map(value -> ((Number) value).doubleValue()).orElse(otherwise);
        }

        boolean flag(String key, boolean otherwise) {
            return find(key).map(value -> (Boolean) value).orElse(otherwise);
        }
    }
}
