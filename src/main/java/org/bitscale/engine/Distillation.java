package org.bitscale.engine;

import org.bitscale.BadInputException;

/**
 * Learning from a teacher's outputs beside the labels (Hinton, Vinyals and Dean 2015). The loss is {@code (1 − weight) ·
 * cross-entropy + weight · T² · KL(softmax(teacher / T) ‖ softmax(logits / T))}, both means over the batch; the teacher
 * reads the same inputs, augmented and mixed as they are, and is never changed.
 *
 * @param weight share of the teacher, above 0 and at most 1
 * @param temperature T, above 0; higher ones tell more of what the teacher finds likely besides its answer
 */
public record Distillation(double weight, double temperature) {

    /** The paper's usual choice among those it tried. */
    public static final double USUAL_TEMPERATURE = 4;

    /** Checks the numbers. */
    public Distillation {
        if (!(weight > 0 && weight <= 1)) {
            throw new BadInputException(
                    "A weight of the teacher above 0 and at most 1 is expected, but %s came".formatted(weight));
        }
        if (!(temperature > 0 && temperature <= 1000)) {
            throw new BadInputException(
                    "A temperature above 0 and at most 1000 is expected, but %s came".formatted(temperature));
        }
    }
}
