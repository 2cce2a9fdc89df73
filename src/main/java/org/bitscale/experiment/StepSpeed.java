package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.Optional;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.data.Subset;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingSettings;

/** Measures how fast a network trains here; what is trained is thrown away. */
public final class StepSpeed {

    private static final int BATCHES = 4;

    private final Workbench workbench;

    /** Works with {@code workbench}. */
    public StepSpeed(Workbench workbench) {
        this.workbench = workbench;
    }

    /**
     * Trains for a while, after one round that is not counted.
     *
     * @param batchSize examples a step
     * @param seconds how long
     * @return examples a second
     */
    public double run(Path model, DataOptions options, int batchSize, double seconds) {
        ModelFile file = ModelFile.read(model, workbench.operators());
        PreparedModel prepared = PreparedModel.of(file, workbench.operators());
        TaskData data = workbench.data(options, file.graph());
        Dataset few = Subset.first(data.train(), Math.min(data.train().size(), BATCHES * batchSize));
        TrainingSettings recipe =
                new TrainingSettings(1, batchSize, 1e-9, Optimizer.sgd(), Schedule.CONSTANT, 0, BatchNormMode.KEEP, 0);
        try (Training training = new Training(
                PreparedModel.logits(prepared.normalized(), workbench.operators()),
                workbench.operators(),
                recipe,
                Optional.empty(),
                workbench.engine())) {
            training.epoch(0, few, data.format(), workbench.loaders(), Progress.NONE);
            long start = System.nanoTime();
            long examples = 0;
            double elapsed = 0;
            while (elapsed < seconds) {
                training.epoch(0, few, data.format(), workbench.loaders(), Progress.NONE);
                examples += few.size();
                elapsed = (System.nanoTime() - start) / 1e9;
            }
            return examples / elapsed;
        }
    }
}
