package org.bitscale.engine;

import java.util.List;
import java.util.Map;

/**
 * The numbers that change from step to step.
 *
 * @param rate learning rate, divided by Adam's correction of the mean
 * @param correction root of Adam's correction of the squared mean; 1 for SGD
 * @param kept share of weights that decoupled decay leaves
 * @param pace share by which averages move
 * @param damping twice the weight of the penalty on weights away from their codes
 */
record StepRates(double rate, double correction, double kept, double pace, double damping) {

    /** Names of the arguments. */
    static final List<String> NAMES = List.of(
            OptimizerProgram.RATE,
            OptimizerProgram.CORRECTION,
            OptimizerProgram.KEPT,
            OptimizerProgram.PACE,
            OptimizerProgram.DAMPING);

    /**
     * The numbers of a step.
     *
     * @param step counted from 1
     * @param share of the training that is done, from 0 to 1
     */
    static StepRates of(TrainingSettings settings, double learningRate, long step, double share) {
        double damping = settings.refinements().quantizers().damping() * (1 - Math.cos(Math.PI * share));
        double kept = 1 - learningRate * settings.weightDecay();
        double pace = settings.refinements()
                .averaging()
                .map(averaging -> averaging.pace(step))
                .orElse(0.0);
        if (settings.optimizer() instanceof Optimizer.Adam adam) {
            return corrected(learningRate, adam.beta1(), adam.beta2(), step, kept, pace, damping);
        }
        if (settings.optimizer() instanceof Optimizer.AdamW adam) {
            return corrected(learningRate, adam.beta1(), adam.beta2(), step, kept, pace, damping);
        }
        return new StepRates(learningRate, 1, kept, pace, damping);
    }

    private static StepRates corrected(
            double learningRate, double beta1, double beta2, long step, double kept, double pace, double damping) {
        return new StepRates(
                learningRate / (1 - Math.pow(beta1, step)), Math.sqrt(1 - Math.pow(beta2, step)), kept, pace, damping);
    }

    /** By the argument's name. */
    Map<String, Double> byName() {
        return Map.of(
                OptimizerProgram.RATE, rate,
                OptimizerProgram.CORRECTION, correction,
                OptimizerProgram.KEPT, kept,
                OptimizerProgram.PACE, pace,
                OptimizerProgram.DAMPING, damping);
    }
}
