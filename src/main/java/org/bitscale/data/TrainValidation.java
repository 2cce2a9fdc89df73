package org.bitscale.data;

/**
 * Training data in two parts without an example in common.
 *
 * @param train what weights are learned from
 * @param validation what every choice is made on: calibration, early stopping, sensitivity, search
 */
public record TrainValidation(Dataset train, Dataset validation) {}
