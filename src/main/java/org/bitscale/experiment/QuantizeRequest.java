package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.engine.QatMethod;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;

/**
 * A quantization to run.
 *
 * @param model the float network
 * @param data calibration, training and evaluation
 * @param plan bits
 * @param training how to train through the quantizers; empty for post-training quantization
 * @param calibrationExamples examples of the validation split that ranges are observed on
 * @param layout of the exported file
 * @param out where the exported file goes
 */
public record QuantizeRequest(
        Path model,
        DataOptions data,
        PlanSettings plan,
        Optional<Qat> training,
        int calibrationExamples,
        Layout layout,
        Path out) {

    /** Checks the number of examples. */
    public QuantizeRequest {
        if (calibrationExamples < 1) {
            throw new BadInputException(
                    "At least 1 example is needed for calibration, but " + calibrationExamples + " came");
        }
    }

    /**
     * Quantization-aware training.
     *
     * @param method how scales are found
     * @param settings the recipe
     */
    public record Qat(QatMethod method, TrainingSettings settings) {}
}
