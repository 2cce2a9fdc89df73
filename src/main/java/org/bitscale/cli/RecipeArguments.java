package org.bitscale.cli;

import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import picocli.CommandLine.Option;

/** Options that say how to train. */
final class RecipeArguments {

    /** Names of optimizers. */
    enum OptimizerName {
        SGD,
        ADAM
    }

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "2")
    private int epochs;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128")
    private int batch;

    @Option(names = "--learning-rate", paramLabel = "RATE")
    private Double learningRate;

    @Option(names = "--optimizer", paramLabel = "sgd|adam", defaultValue = "sgd")
    private OptimizerName optimizer;

    @Option(names = "--momentum", paramLabel = "M", defaultValue = "0.9")
    private double momentum;

    @Option(names = "--no-nesterov", negatable = false)
    private boolean plainMomentum;

    @Option(names = "--schedule", paramLabel = "cosine|step|constant", defaultValue = "cosine")
    private Schedule schedule;

    @Option(names = "--weight-decay", paramLabel = "D", defaultValue = "1e-4")
    private double weightDecay;

    @Option(names = "--batch-norm", paramLabel = "keep|frozen|fold")
    private BatchNormMode batchNorm;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "0")
    private long seed;

    /** The recipe, with what this command does where an option is not given. */
    TrainingSettings settings(double usualSgdRate, BatchNormMode usualBatchNorm) {
        boolean sgd = optimizer == OptimizerName.SGD;
        double rate = learningRate != null ? learningRate : sgd ? usualSgdRate : usualSgdRate / 10;
        return new TrainingSettings(
                epochs,
                batch,
                rate,
                sgd ? new Optimizer.Sgd(momentum, momentum > 0 && !plainMomentum) : Optimizer.adam(),
                schedule,
                weightDecay,
                batchNorm != null ? batchNorm : usualBatchNorm,
                seed);
    }
}
