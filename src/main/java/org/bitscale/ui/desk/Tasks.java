package org.bitscale.ui.desk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.task.ExperimentOrder;
import org.bitscale.experiment.task.ExperimentQueue;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.QueueEvent;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.experiment.task.SweepEvent;
import org.bitscale.ui.common.Background;

/**
 * What waits, runs and has ended, as the window shows it. Events come ten times a second from the queue's thread and are
 * brought to the JavaFX thread together, so that a hundred of them cost one pulse.
 */
public final class Tasks {

    private final Background background;
    private final ConcurrentLinkedQueue<QueueEvent> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean delivering = new AtomicBoolean();
    private final ReadOnlyObjectWrapper<List<QueuedExperiment>> experiments = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<RunningTrial>> trials = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyLongWrapper runs = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<Optional<Run>> lastRun = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper(DeskTexts.text("tasks.idle"));
    private final Map<String, RunningTrial> running = new LinkedHashMap<>();
    private Optional<ExperimentQueue> queue = Optional.empty();

    Tasks(Background background) {
        this.background = background;
    }

    /** Queues experiments into a workspace from now on. */
    void use(OpenWorkspace workspace) {
        ExperimentQueue opened = new ExperimentQueue(workspace);
        opened.subscribe(event -> {
            arrived.add(event);
            if (delivering.compareAndSet(false, true)) {
                background.later(() -> deliver(opened));
            }
        });
        queue = Optional.of(opened);
    }

    /** All experiments: the running one, the waiting ones, those that ended. */
    public ReadOnlyObjectProperty<List<QueuedExperiment>> experiments() {
        return experiments.getReadOnlyProperty();
    }

    /** The trials that run now. */
    public ReadOnlyObjectProperty<List<RunningTrial>> trials() {
        return trials.getReadOnlyProperty();
    }

    /** Changes whenever the runs of the workspace may have changed. */
    public ReadOnlyLongProperty runs() {
        return runs.getReadOnlyProperty();
    }

    /** The run that ended last. */
    public ReadOnlyObjectProperty<Optional<Run>> lastRun() {
        return lastRun.getReadOnlyProperty();
    }

    /** What is going on, in a few words. */
    public ReadOnlyStringProperty state() {
        return state.getReadOnlyProperty();
    }

    /** Whether an experiment waits or runs. */
    public boolean isBusy() {
        return queue.isPresent()
                && queue.get().snapshot().stream()
                        .anyMatch(experiment -> !experiment.state().hasEnded());
    }

    /** Says that runs were changed by the user: tagged, noted, starred. */
    public void runsChanged() {
        runs.set(runs.get() + 1);
    }

    /** Queues an experiment. */
    public String submit(ExperimentOrder order, Priority priority) {
        return queue().submit(order, priority);
    }

    /**
     * The queue.
     *
     * @throws BadInputException if no workspace is open
     */
    public ExperimentQueue queue() {
        return queue.orElseThrow(() -> new BadInputException("No workspace is open; open or create one"));
    }

    private void deliver(ExperimentQueue source) {
        delivering.set(false);
        boolean trialsChanged = false;
        boolean runsChanged = false;
        for (QueueEvent event = arrived.poll(); event != null; event = arrived.poll()) {
            if (queue.isEmpty() || queue.get() != source) {
                continue; // the last words of a workspace that was closed
            }
            if (event instanceof QueueEvent.Changed changed) {
                experiments.set(changed.experiments());
                trialsChanged |= running.values().removeIf(trial -> changed.experiments().stream()
                        .noneMatch(experiment -> experiment.id().equals(trial.experiment())
                                && !experiment.state().hasEnded()));
            } else if (event instanceof QueueEvent.InSweep inSweep) {
                trialsChanged |= hear(inSweep.id(), inSweep.event());
                runsChanged |= inSweep.event() instanceof SweepEvent.Ended;
            }
        }
        if (trialsChanged) {
            trials.set(List.copyOf(running.values()));
        }
        if (runsChanged) {
            runsChanged();
        }
        state.set(described(experiments.get(), running.values()));
    }

    /** Whether something changed in what trials show. */
    private boolean hear(String experiment, SweepEvent event) {
        if (event instanceof SweepEvent.Started started) {
            running.put(
                    started.trialHash(),
                    new RunningTrial(
                            experiment,
                            started.trialHash(),
                            started.trial().label(),
                            started.trial().seed(),
                            started.attempt(),
                            "",
                            0,
                            0,
                            "",
                            List.of()));
        } else if (event instanceof SweepEvent.Progressed progressed) {
            running.computeIfPresent(
                    progressed.trialHash(),
                    (hash, trial) -> trial.progressed(
                            progressed.phase(), progressed.done(), progressed.total(), progressed.detail()));
        } else if (event instanceof SweepEvent.EpochDone done) {
            running.computeIfPresent(done.trialHash(), (hash, trial) -> trial.withEpoch(done.epoch()));
        } else if (event instanceof SweepEvent.Ended ended) {
            running.remove(ended.run().trialHash());
            lastRun.set(Optional.of(ended.run()));
        } else {
            return false;
        }
        return true;
    }

    private static String described(List<QueuedExperiment> experiments, Collection<RunningTrial> trials) {
        List<QueuedExperiment> active = new ArrayList<>(experiments);
        active.removeIf(experiment -> experiment.state().hasEnded());
        if (active.isEmpty()) {
            return DeskTexts.text("tasks.idle");
        }
        if (active.get(0).state() == QueuedExperiment.State.PAUSED) {
            return DeskTexts.text("tasks.paused", active.get(0).name());
        }
        return DeskTexts.text(
                trials.size() == 1 ? "tasks.one" : "tasks.many",
                Integer.toString(trials.size()),
                active.get(0).name());
    }

    /**
     * Forgets everything at once.
     *
     * @return the slow rest: stops what runs; checkpoints stay
     */
    Runnable clear() {
        Optional<ExperimentQueue> before = queue;
        queue = Optional.empty();
        arrived.clear();
        running.clear();
        experiments.set(List.of());
        trials.set(List.of());
        state.set(DeskTexts.text("tasks.idle"));
        return () -> before.ifPresent(ExperimentQueue::close);
    }
}
