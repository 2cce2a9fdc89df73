package org.bitscale.engine;

import org.bitscale.BadInputException;

/**
 * A recipe.
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize examples a batch, at least 2; a step takes one batch, or as many as are accumulated
 * @param learningRate base learning rate
 * @param optimizer how parameters move
 * @param schedule how the learning rate changes
 * @param weightDecay penalty on weights, L2 or decoupled as the optimizer has it; not on biases, batch normalization and
 *     scales
 * @param batchNorm what happens to batch normalizations
 * @param seed of the order of the examples and of their augmentation
 * @param refinements what it does beyond plain training
 */
public record TrainingSettings(
        int epochs,
        int batchSize,
        double learningRate,
        Optimizer optimizer,
        Schedule schedule,
        double weightDecay,
        BatchNormMode batchNorm,
        long seed,
        Refinements refinements) {

    /** Checks the numbers; a record without refinements has none. */
    public TrainingSettings {
        refinements = refinements == null ? Refinements.NONE : refinements;
        require(epochs >= 1, "at least 1 epoch", epochs);
        require(batchSize >= 2, "a batch size of at least 2", batchSize);
        require(learningRate > 0 && learningRate <= 100, "a learning rate above 0 and at most 100", learningRate);
        require(
                refinements.quantizers().normBatches() == 0 || batchNorm == BatchNormMode.KEEP,
                "batch normalizations that learn (batch_norm keep) where their statistics are estimated anew",
                batchNorm.name().toLowerCase(java.util.Locale.ROOT));
        require(
                refinements.quantizers().progressive().size() <= epochs,
                "an epoch for each of the progressive bits",
                epochs);
        require(weightDecay >= 0 && weightDecay < 1, "a weight decay from 0 to below 1", weightDecay);
    }

    /** A recipe of plain training. */
    public TrainingSettings(
            int epochs,
            int batchSize,
            double learningRate,
            Optimizer optimizer,
            Schedule schedule,
            double weightDecay,
            BatchNormMode batchNorm,
            long seed) {
        this(epochs, batchSize, learningRate, optimizer, schedule, weightDecay, batchNorm, seed, Refinements.NONE);
    }

    /** The same recipe with these refinements. */
    public TrainingSettings with(Refinements others) {
        return new TrainingSettings(
                epochs, batchSize, learningRate, optimizer, schedule, weightDecay, batchNorm, seed, others);
    }

    /** What the learning rate is after {@code steps} of {@code total} steps, {@code perEpoch} in each epoch. */
    double rate(long steps, long perEpoch, long total) {
        double factor = refinements
                .warmUp()
                .map(warmUp -> warmUp.factor(schedule, steps, perEpoch, total))
                .orElseGet(() -> schedule.factor((double) steps / total));
        return learningRate * factor;
    }

    private static void require(boolean holds, String expected, Object came) {
        if (!holds) {
            throw new BadInputException("Expected " + expected + ", but " + came + " came");
        }
    }
}
