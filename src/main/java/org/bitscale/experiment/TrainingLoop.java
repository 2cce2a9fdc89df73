package org.bitscale.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitscale.Progress;
import org.bitscale.engine.EarlyStop;
import org.bitscale.engine.QuantizedTraining;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.engine.TrainingState;
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

    /** What a training is worth so far: its deployed form on the validation split. */
    interface Judge {
        Training.Validation of(Training training);
    }

    /**
     * A finished training.
     *
     * @param network what was harvested
     * @param epochs all of them, those before an interruption included
     */
    record Trained<T>(T network, List<Training.Epoch> epochs) {}

    /**
     * What is trained, and on what.
     *
     * @param logits the network up to its logits
     * @param recipe how
     * @param stages what to quantize, each in an equal share of the epochs; empty for a float training
     * @param teacher up to its logits; used by a recipe with distillation
     * @param data training and validation split
     */
    record Task(
            Graph logits,
            TrainingSettings recipe,
            List<QuantizedTraining> stages,
            Optional<Graph> teacher,
            TaskData data) {

        /** Number of the stage that an epoch is in. */
        int stage(int epoch) {
            return epoch * stages.size() / recipe.epochs();
        }
    }

    /** Trains to the end of the recipe, or to where it stops early; then what is harvested is of the best epoch. */
    <T> Trained<T> run(Task task, Harvest<T> harvest, Judge judge) {
        Optional<EarlyStop> stop = task.recipe().refinements().earlyStop();
        Optional<Checkpoint> checkpoint = checkpoints.flatMap(CheckpointFile::load);
        List<Training.Epoch> epochs =
                new ArrayList<>(checkpoint.map(Checkpoint::epochs).orElse(List.of()));
        Optional<TrainingState> best = checkpoint.flatMap(Checkpoint::best);
        epochs.forEach(listener);
        int stage = task.stage(Math.max(0, epochs.size() - 1));
        Training training = training(task, stage, checkpoint.map(Checkpoint::state));
        try {
            while (epochs.size() < task.recipe().epochs() && !ended(stop, epochs)) {
                if (task.stage(epochs.size()) != stage) {
                    stage = task.stage(epochs.size());
                    training = next(task, stage, training);
                }
                Training.Epoch epoch = training.epoch(
                        epochs.size(), task.data().train(), task.data().format(), workbench.loaders(), progress);
                epochs.add(stop.isPresent() ? epoch.with(judge.of(settled(task, training))) : epoch);
                if (stop.isPresent() && best(stop.get(), epochs) == epochs.size() - 1) {
                    best = Optional.of(training.state());
                }
                save(epochs, training, best);
                listener.accept(epochs.get(epochs.size() - 1));
            }
            if (stop.isEmpty() || best(stop.get(), epochs) == epochs.size() - 1) {
                return new Trained<>(harvest.of(settled(task, training)), epochs);
            }
        } finally {
            training.close();
        }
        try (Training better = training(task, stage, best)) {
            return new Trained<>(harvest.of(settled(task, better)), epochs);
        }
    }

    /** The training of the next stage, going on where that of the stage before, which is closed, left off. */
    private Training next(Task task, int stage, Training before) {
        TrainingState state;
        try (Training start = training(task, stage, Optional.empty())) {
            state = start.continuing(before);
        }
        Training next = training(task, stage, Optional.of(state));
        before.close();
        return next;
    }

    private Training settled(Task task, Training training) {
        training.estimateStatistics(task.data().train(), task.data().format(), workbench.loaders(), progress);
        return training;
    }

    private Training training(Task task, int stage, Optional<TrainingState> state) {
        return new Training(
                task.logits(),
                workbench.operators(),
                task.recipe(),
                task.stages().isEmpty()
                        ? Optional.empty()
                        : Optional.of(task.stages().get(stage)),
                task.teacher(),
                state,
                workbench.engine());
    }

    private void save(List<Training.Epoch> epochs, Training training, Optional<TrainingState> best) {
        if (checkpoints.isPresent()) {
            checkpoints.get().save(epochs, training.state(), best);
        }
    }

    private static boolean ended(Optional<EarlyStop> stop, List<Training.Epoch> epochs) {
        return !epochs.isEmpty() && stop.isPresent() && stop.get().ends(validations(epochs));
    }

    private static int best(EarlyStop stop, List<Training.Epoch> epochs) {
        return stop.best(validations(epochs));
    }

    private static List<Training.Validation> validations(List<Training.Epoch> epochs) {
        return epochs.stream().map(epoch -> epoch.validation().orElseThrow()).toList();
    }
}
