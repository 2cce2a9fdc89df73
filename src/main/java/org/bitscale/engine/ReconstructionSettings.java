package org.bitscale.engine;

import org.bitscale.BadInputException;

/**
 * How a part of a network is reconstructed.
 *
 * @param iterations steps of the optimizer, at least 1
 * @param batchSize examples a step, at least 1
 * @param learningRate of Adam on the rounding, whose logistic runs over a few units; a tenth of it moves the logarithm of
 *     a step size
 * @param regularization weight of what pulls each rounding to up or down, relative to the error of rounding to nearest
 * @param warmUp share of the steps before that pull sets in, from 0 to below 1
 * @param drop chance that a value passes an activation quantizer unchanged, from 0 to below 1 (QDrop); 0 for never
 * @param learnSteps whether step sizes of activations are learned too
 * @param seed of the batches and of what is dropped
 */
public record ReconstructionSettings(
        int iterations,
        int batchSize,
        double learningRate,
        double regularization,
        double warmUp,
        double drop,
        boolean learnSteps,
        long seed) {

    /** Checks the numbers. */
    public ReconstructionSettings {
        if (iterations < 1 || batchSize < 1 || !(learningRate > 0) || !(regularization >= 0)) {
            throw new BadInputException(
                    "A reconstruction needs at least 1 iteration, 1 example a step, a learning rate "
                            + "above 0 and a regularization of 0 or more, but came: " + iterations + ", " + batchSize
                            + ", "
                            + learningRate + ", " + regularization);
        }
        if (!(warmUp >= 0 && warmUp < 1) || !(drop >= 0 && drop < 1)) {
            throw new BadInputException("Shares from 0 to below 1 are expected, but came: " + warmUp + ", " + drop);
        }
    }
}
