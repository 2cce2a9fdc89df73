package org.bitscale.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.EarlyStop;
import org.bitscale.engine.Precision;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.spec.RecipeFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say how to train: the keys of an experiment file's recipe. */
final class RecipeArguments {

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "2")
    private int epochs;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128")
    private int batch;

    @Option(names = "--accumulate", paramLabel = "N", defaultValue = "1")
    private int accumulate;

    @Mixin
    private PaceArguments pace;

    @Option(names = "--batch-norm", paramLabel = "keep|frozen|fold")
    private BatchNormMode batchNorm;

    @Option(names = "--label-smoothing", paramLabel = "SHARE", defaultValue = "0")
    private double labelSmoothing;

    @Option(names = "--distill", paramLabel = "WEIGHT", defaultValue = "0")
    private double distill;

    @Option(names = "--temperature", paramLabel = "T", defaultValue = "4")
    private double temperature;

    @Option(names = "--average", paramLabel = "DECAY", defaultValue = "0")
    private double average;

    @Option(names = "--early-stop", paramLabel = "EPOCHS", defaultValue = "0")
    private int earlyStop;

    @Option(names = "--early-stop-on", paramLabel = "accuracy|loss", defaultValue = "accuracy")
    private EarlyStop.Measure earlyStopOn;

    @Mixin
    private AugmentationArguments augmentation;

    @Option(names = "--precision", paramLabel = "float32|bfloat16", defaultValue = "float32")
    private Precision precision;

    @Option(names = "--norm-batches", paramLabel = "N", defaultValue = "0")
    private int normBatches;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "0")
    private long seed;

    /** The recipe, with what this command does where an option is not given. */
    TrainingSettings settings(double usualSgdRate, BatchNormMode usualBatchNorm) {
        return settings(usualSgdRate, usualBatchNorm, Map.of());
    }

    /** The same with further keys. */
    TrainingSettings settings(double usualSgdRate, BatchNormMode usualBatchNorm, Map<String, Object> further) {
        Map<String, Object> values = new LinkedHashMap<>(further);
        values.put("epochs", epochs);
        values.put("batch_size", batch);
        values.put("accumulate", accumulate);
        pace.put(values);
        values.put("batch_norm", batchNorm);
        values.put("label_smoothing", labelSmoothing);
        values.put("distill", distill);
        values.put("temperature", temperature);
        values.put("average", average);
        values.put("early_stop", earlyStop);
        values.put("early_stop_on", earlyStopOn);
        augmentation.put(values);
        values.put("precision", precision);
        values.put("norm_batches", normBatches);
        values.put("seed", seed);
        return RecipeFile.settings(values, usualSgdRate, usualBatchNorm);
    }
}
