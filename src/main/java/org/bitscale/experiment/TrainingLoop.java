package org.bitscale.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitscale.Progress;
import org.bitscale.engine.QuantizedTraining;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.graph.Graph;

/** Trains epoch by epoch, from the checkpoint if there is one, and leaves a checkpoint after each. */
final class TrainingLoop {

    private final Workbench workbench;
    private final Optional<CheckpointFile> checkpoints;
    private final Consumer<Training.Epoch> listener;
    private final Progress progress;

    TrainingLoop(
            Workbench workbench,
            Optional<CheckpointFile> checkpoints,
            Consumer<Training.Epoch> listener,
            Progress progress) {
        this.workbench = workbench;
        this.checkpoints = checkpoints;
        this.listener = listener;
        this.progress = progress;
    }

    /** What becomes of a training. */
    interface Harvest<T> {
        T of(Training training);
    }

    /**
     * A finished training.
     *
     * @param network what was harvested
     * @param epochs all of them, those before an interruption included
     */
    record Trained<T>(T network, List<Training.Epoch> epochs) {}

    /** Trains {@code logits} to the end of its recipe. */
    <T> Trained<T> run(
            Graph logits,
            TrainingSettings recipe,
            Optional<QuantizedTraining> quantized,
            TaskData data,
            Harvest<T> harvest) {
        Optional<Checkpoint> checkpoint = checkpoints.flatMap(CheckpointFile::load);
        List<Training.Epoch> epochs =
                new ArrayList<>(checkpoint.map(Checkpoint::epochs).orElse(List.of()));
        epochs.forEach(listener);
        try (Training training = new Training(
                logits,
                workbench.operators(),
                recipe,
                quantized,
                checkpoint.map(Checkpoint::state),
                workbench.engine())) {
            while (epochs.size() < recipe.epochs()) {
                Training.Epoch epoch =
                        training.epoch(epochs.size(), data.train(), data.format(), workbench.loaders(), progress);
                epochs.add(epoch);
                checkpoints.ifPresent(file -> file.save(epochs, training.state()));
                listener.accept(epoch);
            }
            return new Trained<>(harvest.of(training), epochs);
        }
    }
}
