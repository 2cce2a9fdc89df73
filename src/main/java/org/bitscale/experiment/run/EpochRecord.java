package org.bitscale.experiment.run;

import java.util.Optional;

/**
 * One epoch of a training, a point of each curve.
 *
 * @param epoch counted from 1
 * @param trainLoss mean loss over the training data as it was trained on, nats
 * @param trainAccuracy share of right answers there
 * @param seconds time it took
 * @param waiting share of that time in which the engine waited for data; older records do not know it
 * @param validationLoss mean cross-entropy of the deployed form on the validation split, where the recipe looked
 * @param validationAccuracy share of right answers there
 */
public record EpochRecord(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double seconds,
        Optional<Double> waiting,
        Optional<Double> validationLoss,
        Optional<Double> validationAccuracy) {

    /** An epoch of which no more is known. */
    public EpochRecord(int epoch, double trainLoss, double trainAccuracy, double seconds) {
        this(epoch, trainLoss, trainAccuracy, seconds, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
