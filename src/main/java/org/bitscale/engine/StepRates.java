package org.bitscale.engine;

/**
 * The two numbers that change from step to step.
 *
 * @param rate learning rate, divided by Adam's correction of the mean
 * @param correction root of Adam's correction of the squared mean; 1 for SGD
 */
record StepRates(double rate, double correction) {

    /** The numbers of step {@code step}, counted from 1. */
    static StepRates of(Optimizer optimizer, double learningRate, long step) {
        if (optimizer instanceof Optimizer.Adam adam) {
            return new StepRates(
                    learningRate / (1 - Math.pow(adam.beta1(), step)), Math.sqrt(1 - Math.pow(adam.beta2(), step)));
        }
        return new StepRates(learningRate, 1);
    }
}
