package org.bitscale.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bitscale.engine.Training;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.QuantizeResult;
import org.bitscale.experiment.Verification;
import org.bitscale.experiment.run.Metric;
import org.bitscale.report.Sizes;

/** Results as text for people and as plain objects for machines. */
final class Answers {

    private Answers() {}

    /** Such as {@code 92.47 % (95 %: 91.94 to 92.97, n = 10000)}. */
    static String text(Accuracy accuracy) {
        return Messages.text(
                "answer.accuracy",
                percent(accuracy.value()),
                percent(accuracy.interval().low()),
                percent(accuracy.interval().high()),
                Long.toString(accuracy.total()));
    }

    /** Such a share as it was recorded. */
    static String text(Metric share) {
        Interval interval = share.interval().orElse(new Interval(share.value(), share.value()));
        return Messages.text(
                "answer.accuracy",
                percent(share.value()),
                percent(interval.low()),
                percent(interval.high()),
                Long.toString(share.examples()));
    }

    /** A share in percent with two decimals. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    /** Accuracy as object. */
    static Map<String, Object> object(Accuracy accuracy) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("value", accuracy.value());
        object.put("low", accuracy.interval().low());
        object.put("high", accuracy.interval().high());
        object.put("correct", accuracy.correct());
        object.put("n", accuracy.total());
        return object;
    }

    /** Epochs for people: a line each, after a line break; nothing without training. */
    static String text(List<Training.Epoch> epochs) {
        StringBuilder text = new StringBuilder();
        for (Training.Epoch epoch : epochs) {
            text.append('\n')
                    .append(Messages.text(
                            "answer.epoch",
                            Integer.toString(epoch.number() + 1),
                            String.format(Locale.ROOT, "%.4f", epoch.loss()),
                            percent(epoch.accuracy()),
                            String.format(Locale.ROOT, "%.1f", epoch.seconds()),
                            String.format(Locale.ROOT, "%.1f", 100 * epoch.waiting()),
                            epoch.validation()
                                    .map(found -> Messages.text(
                                            "answer.epochValidation",
                                            String.format(Locale.ROOT, "%.4f", found.loss()),
                                            percent(found.accuracy())))
                                    .orElse("")));
        }
        return text.toString();
    }

    /** Epochs as objects. */
    static List<Map<String, Object>> epochs(List<Training.Epoch> epochs) {
        return epochs.stream()
                .map(epoch -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("epoch", epoch.number() + 1);
                    object.put("train_loss", epoch.loss());
                    object.put("train_accuracy", epoch.accuracy());
                    object.put("waiting", epoch.waiting());
                    epoch.validation().ifPresent(found -> {
                        object.put("validation_loss", found.loss());
                        object.put("validation_accuracy", found.accuracy());
                    });
                    return object;
                })
                .toList();
    }

    /** A quantization for people. */
    static String text(QuantizeResult result) {
        return Messages.text(
                        "answer.quantized",
                        result.file(),
                        text(result.test().accuracy()),
                        text(result.baseline().test().accuracy()),
                        text(result.validation().accuracy()),
                        Sizes.format(result.packedBytes()),
                        Sizes.ratio(result.packedBytes(), result.floatPackedBytes()),
                        Sizes.format(result.fileBytes()),
                        String.format(Locale.ROOT, "%.1f", result.seconds()))
                + text(result.epochs())
                + System.lineSeparator()
                + text(result.verification());
    }

    /** A quantization for machines. */
    static Map<String, Object> object(QuantizeResult result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", result.file().toString());
        object.put("method", result.method());
        object.put("test", object(result.test().accuracy()));
        object.put("test_loss", result.test().loss());
        object.put("validation", object(result.validation().accuracy()));
        object.put("float_test", object(result.baseline().test().accuracy()));
        object.put("packed_bytes", result.packedBytes());
        object.put("float_packed_bytes", result.floatPackedBytes());
        object.put("file_bytes", result.fileBytes());
        object.put("epochs", epochs(result.epochs()));
        Map<String, String> layers = new LinkedHashMap<>();
        result.plan().layers().forEach((name, layer) -> layers.put(name, layer.describe()));
        object.put("layers", layers);
        object.put("verification", object(result.verification()));
        object.put("scaling", result.scaling());
        object.put("weights_sha256", result.weightsHash());
        object.put("seconds", result.seconds());
        return object;
    }

    /** A verification for people. */
    static String text(Verification verification) {
        String parting = verification
                .firstParting()
                .map(p -> Messages.text(
                        "answer.parting", p.layer(), percent(p.differing()), Integer.toString(p.largestSteps())))
                .orElseGet(() -> Messages.text("answer.noParting"));
        return Messages.text(
                "answer.verification",
                verification.runtime(),
                Messages.text(verification.optimised() ? "answer.optimised" : "answer.unoptimised"),
                Integer.toString(verification.batchSize()),
                percent(verification.agreement().share()),
                Long.toString(verification.agreement().flips()),
                Long.toString(verification.agreement().total()),
                String.format(Locale.ROOT, "%.4g", verification.largestDifference()),
                String.format(Locale.ROOT, "%.3g", verification.outputSpread()),
                text(verification.accuracy()),
                parting);
    }

    /** A verification for machines. */
    static Map<String, Object> object(Verification verification) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("onnx_runtime", verification.runtime());
        object.put("optimised", verification.optimised());
        object.put("batch_size", verification.batchSize());
        object.put("agreement", verification.agreement().share());
        object.put("flips", verification.agreement().flips());
        object.put("n", verification.agreement().total());
        object.put("largest_difference", verification.largestDifference());
        object.put("output_spread", verification.outputSpread());
        object.put("accuracy", object(verification.accuracy()));
        object.put(
                "first_parting",
                verification
                        .firstParting()
                        .map(p -> Map.of(
                                "layer", p.layer(),
                                "tensor", p.tensor(),
                                "differing", p.differing(),
                                "largest_steps", p.largestSteps()))
                        .orElse(null));
        return object;
    }
}
