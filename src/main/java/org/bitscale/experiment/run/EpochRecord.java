package org.bitscale.experiment.run;

/**
 * One epoch of a training, a point of each curve.
 *
 * @param epoch counted from 1
 * @param trainLoss mean cross-entropy over the training data as it was trained on, nats
 * @param trainAccuracy share of right answers there
 * @param seconds time it took
 */
public record EpochRecord(int epoch, double trainLoss, double trainAccuracy, double seconds) {}
