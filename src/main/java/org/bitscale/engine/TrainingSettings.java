package org.bitscale.engine;

import org.bitscale.BadInputException;

/**
 * A recipe.
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize examples a step, at least 2
 * @param learningRate base learning rate
 * @param optimizer how parameters move
 * @param schedule how the learning rate changes
 * @param weightDecay L2 penalty on weights; not on biases, batch normalization and scales
 * @param batchNorm what happens to batch normalizations
 * @param seed of the order of the examples
 */
public record TrainingSettings(
        int epochs,
        int batchSize,
        double learningRate,
        Optimizer optimizer,
        Schedule schedule,
        double weightDecay,
        BatchNormMode batchNorm,
        long seed) {

    /** Checks the numbers. */
    public TrainingSettings {
        require(epochs >= 1, "at least 1 epoch", epochs);
        require(batchSize >= 2, "a batch size of at least 2", batchSize);
        require(learningRate > 0 && learningRate <= 100, "a learning rate above 0 and at most 100", learningRate);
        require(weightDecay >= 0 && weightDecay < 1, "a weight decay from 0 to below 1", weightDecay);
    }

    private static void require(boolean holds, String expected, Object came) {
        if (!holds) {
            throw new BadInputException("Expected " + expected + ", but " + came + " came");
        }
    }
}
