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
 */
record StepRates(double rate, double correction, double kept, double pace) {

    /** Names of the arguments. */
    static final List<String> NAMES =
            List.of(OptimizerProgram.RATE, OptimizerProgram.CORRECTION, OptimizerProgram.KEPT, OptimizerProgram.PACE);

    /** The numbers of step {@code step}, counted from 1, at a learning rate. */
    static StepRates of(TrainingSettings settings, double learningRate, long step) {
        double kept = 1 - learningRate * settings.weightDecay();
        double pace = settings.refinements()
                .averaging()
                .map(averaging -> averaging.pace(step))
                .orElse(0.0);
        if (settings.optimizer() instanceof Optimizer.Adam adam) {
            return corrected(learningRate, adam.beta1(), adam.beta2(), step, kept, pace);
        }
        if (settings.optimizer() instanceof Optimizer.AdamW adam) {
            return corrected(learningRate, adam.beta1(), adam.beta2(), step, kept, pace);
        }
        return new StepRates(learningRate, 1, kept, pace);
    }

    private static StepRates corrected(
            double learningRate, double beta1, double beta2, long step, double kept, double pace) {
        return new StepRates(
                learningRate / (1 - Math.pow(beta1, step)), Math.sqrt(1 - Math.pow(beta2, step)), kept, pace);
    }

    /** By the argument's name. */
    Map<String, Double> byName() {
        return Map.of(
                OptimizerProgram.RATE, rate,
                OptimizerProgram.CORRECTION, correction,
                OptimizerProgram.KEPT, kept,
                OptimizerProgram.PACE, pace);
    }
}
