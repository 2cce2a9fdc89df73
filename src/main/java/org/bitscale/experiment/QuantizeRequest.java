package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.QatMethod;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ptq.PtqRecipe;

/**
 * A candidate for deployment to make and to measure.
 *
 * @param model the float network
 * @param data calibration, training and evaluation
 * @param plan bits; empty for a candidate that stays in float
 * @param method how to train through quantizers; empty without training, and in float
 * @param training the recipe; empty for post-training quantization, and for the float network as it is
 * @param calibrationExamples examples of the validation split that ranges are observed on
 * @param layout of the exported file
 * @param out where the exported file goes
 * @param ptq the steps of a quantization without training; plain otherwise
 */
public record QuantizeRequest(
        Path model,
        DataOptions data,
        Optional<PlanSettings> plan,
        Optional<QatMethod> method,
        Optional<TrainingSettings> training,
        int calibrationExamples,
        Layout layout,
        Path out,
        PtqRecipe ptq) {

    /** Checks that the parts fit together. */
    public QuantizeRequest {
        if (calibrationExamples < 1) {
            throw new BadInputException(
                    "At least 1 example is needed for calibration, but " + calibrationExamples + " came");
        }
        if (method.isPresent() != (plan.isPresent() && training.isPresent())) {
            throw new IllegalArgumentException("a method of training through quantizers goes with bits and a recipe");
        }
        if (!ptq.isPlain() && (plan.isEmpty() || training.isPresent())) {
            throw new BadInputException(
                    "Steps of a quantization without training (%s) go with the method ptq only".formatted(ptq));
        }
        if (method.isPresent() && plan.map(PlanSettings::isDynamic).orElse(false)) {
            throw new BadInputException("Ranges of activations found as the network runs need no training; "
                    + "train with activation_scaling static, or quantize by ptq");
        }
        boolean keepsNorm =
                training.map(recipe -> recipe.batchNorm() != BatchNormMode.FOLD).orElse(false);
        if (keepsNorm && plan.map(PlanSettings::needsFoldedNorm).orElse(false)) {
            throw new BadInputException(
                    "One weight scale a tensor, or scales that are powers of two, cannot be kept when "
                            + "batch normalizations are folded after training; train with them folded, or with one scale a "
                            + "channel");
        }
    }

    /** A candidate without steps of its own. */
    public QuantizeRequest(
            Path model,
            DataOptions data,
            Optional<PlanSettings> plan,
            Optional<QatMethod> method,
            Optional<TrainingSettings> training,
            int calibrationExamples,
            Layout layout,
            Path out) {
        this(model, data, plan, method, training, calibrationExamples, layout, out, PtqRecipe.PLAIN);
    }

    /** Post-training quantization. */
    public static QuantizeRequest ptq(
            Path model, DataOptions data, PlanSettings plan, int calibrationExamples, Layout layout, Path out) {
        return ptq(model, data, plan, PtqRecipe.PLAIN, calibrationExamples, layout, out);
    }

    /** Post-training quantization with more steps. */
    public static QuantizeRequest ptq(
            Path model,
            DataOptions data,
            PlanSettings plan,
            PtqRecipe ptq,
            int calibrationExamples,
            Layout layout,
            Path out) {
        return new QuantizeRequest(
                model,
                data,
                Optional.of(plan),
                Optional.empty(),
                Optional.empty(),
                calibrationExamples,
                layout,
                out,
                ptq);
    }

    /** Quantization-aware training. */
    public static QuantizeRequest qat(
            Path model,
            DataOptions data,
            PlanSettings plan,
            QatMethod method,
            TrainingSettings training,
            int calibrationExamples,
            Layout layout,
            Path out) {
        return new QuantizeRequest(
                model,
                data,
                Optional.of(plan),
                Optional.of(method),
                Optional.of(training),
                calibrationExamples,
                layout,
                out);
    }

    /** The same with other bits. */
    public QuantizeRequest with(PlanSettings other) {
        return new QuantizeRequest(
                model, data, Optional.of(other), method, training, calibrationExamples, layout, out, ptq);
    }

    /** What is done, for people: {@code PTQ}, {@code QAT LSQ}, {@code float} … */
    String description() {
        if (plan.isEmpty()) {
            return training.isPresent() ? "float, fine-tuned" : "float";
        }
        return method.map(qat -> "QAT " + qat.title()).orElse(ptq.isPlain() ? "PTQ" : "PTQ(" + ptq.label() + ")");
    }
}
