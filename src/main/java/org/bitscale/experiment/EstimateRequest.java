package org.bitscale.experiment;

import java.nio.file.Path;
import org.bitscale.BadInputException;
import org.bitscale.graph.quantize.PlanSettings;

/**
 * A plan whose worth is to be estimated.
 *
 * @param model the float network
 * @param data calibration and evaluation
 * @param plan bits
 * @param calibrationExamples examples of the validation split that ranges are observed on
 * @param examples of the validation split that the estimate is made on; all, if there are fewer
 */
public record EstimateRequest(Path model, DataOptions data, PlanSettings plan, int calibrationExamples, int examples) {

    /** Calibration examples of an experiment that does not say otherwise. */
    public static final int USUAL_CALIBRATION = 512;

    /** Checks the numbers. */
    public EstimateRequest {
        if (calibrationExamples < 1 || examples < 1) {
            throw new BadInputException(
                    "At least 1 example is needed, but %d came for calibration and %d for the estimate"
                            .formatted(calibrationExamples, examples));
        }
    }
}
