package org.bitscale.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Options that say how parameters follow their gradients, and how fast. */
final class PaceArguments {

    /** Names of optimizers. */
    enum OptimizerName {
        SGD,
        ADAM,
        ADAMW,
        RMSPROP
    }

    /** Names of schedules. */
    enum ScheduleName {
        COSINE,
        STEP,
        CONSTANT,
        ONE_CYCLE,
        EXPONENTIAL
    }

    @Option(names = "--learning-rate", paramLabel = "RATE")
    private Double learningRate;

    @Option(names = "--optimizer", paramLabel = "sgd|adam|adamw|rmsprop", defaultValue = "sgd")
    private OptimizerName optimizer;

    @Option(names = "--momentum", paramLabel = "M", defaultValue = "0.9")
    private double momentum;

    @Option(names = "--no-nesterov", negatable = false)
    private boolean plainMomentum;

    @Option(names = "--schedule", paramLabel = "cosine|step|constant|one_cycle|exponential", defaultValue = "cosine")
    private ScheduleName schedule;

    @Option(names = "--final-rate", paramLabel = "SHARE")
    private Double finalRate;

    @Option(names = "--step-points", paramLabel = "SHARE", split = ",")
    private Double[] stepPoints;

    @Option(names = "--step-factor", paramLabel = "FACTOR")
    private Double stepFactor;

    @Option(names = "--warm-up", paramLabel = "EPOCHS", defaultValue = "0")
    private double warmUp;

    @Option(names = "--weight-decay", paramLabel = "D", defaultValue = "1e-4")
    private double weightDecay;

    @Option(names = "--clip-norm", paramLabel = "NORM")
    private Double clipNorm;

    /** What was given, by the keys of a recipe. */
    void put(Map<String, Object> values) {
        values.put("learning_rate", learningRate);
        values.put("optimizer", optimizer);
        values.put("momentum", momentum);
        values.put("nesterov", !plainMomentum);
        values.put("schedule", schedule);
        values.put("final_rate", finalRate);
        if (stepPoints != null) {
            StringBuilder points = new StringBuilder();
            for (Double point : stepPoints) {
                points.append(point).append(' ');
            }
            values.put("step_points", points.toString());
        }
        values.put("step_factor", stepFactor);
        values.put("warm_up", warmUp);
        values.put("weight_decay", weightDecay);
        values.put("clip_norm", clipNorm);
    }
}
