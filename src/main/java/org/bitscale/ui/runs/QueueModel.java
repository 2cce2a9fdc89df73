package org.bitscale.ui.runs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.task.ExperimentQueue;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.experiment.task.Unfinished;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.RunningTrial;

/** The queue, the trials that run, and the experiments that were begun and not ended. */
final class QueueModel {

    private static final Duration DELAY = Duration.ofMillis(200);
    private static final int MOST_CURVES = 8;

    private final Desk desk;
    private final Failures failures;
    private final Newest newest;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final Map<String, Row> known = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<List<Unfinished>> unfinished = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<CurvePane.Training>> trainings = new ReadOnlyObjectWrapper<>(List.of());
    private final List<Run> ended = new ArrayList<>();
    private final StringProperty problem = new SimpleStringProperty("");
    private Map<String, QueuedExperiment.State> states = Map.of();

    /**
     * A queue that follows the desk.
     *
     * @param desk whose queue is shown
     * @param background where unfinished experiments are looked for
     * @param failures takes what nobody expected
     */
    QueueModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.failures = failures;
        this.newest = new Newest(background, DELAY);
        desk.workspace().addListener((observed, before, now) -> {
            ended.clear();
            findUnfinished();
        });
        desk.tasks().experiments().addListener((observed, before, now) -> show());
        desk.tasks().trials().addListener((observed, before, now) -> showTrainings());
        desk.tasks().lastRun().addListener((observed, before, now) -> now.ifPresent(this::keep));
        show();
        findUnfinished();
    }

    /** An experiment in the queue; the same one for as long as it is there, whatever becomes of it. */
    static final class Row {

        private final ReadOnlyObjectWrapper<QueuedExperiment> now = new ReadOnlyObjectWrapper<>();

        private Row(QueuedExperiment first) {
            now.set(first);
        }

        /** How it stands. */
        ReadOnlyObjectProperty<QueuedExperiment> now() {
            return now.getReadOnlyProperty();
        }

        String id() {
            return now.get().id();
        }
    }

    /** The running experiment, the waiting ones in order, those that ended. */
    ObservableList<Row> rows() {
        return rows;
    }

    /** The trials that run. */
    ReadOnlyObjectProperty<List<RunningTrial>> trials() {
        return desk.tasks().trials();
    }

    /** Curves of the trials that run and of some that ended last. */
    ReadOnlyObjectProperty<List<CurvePane.Training>> trainings() {
        return trainings.getReadOnlyProperty();
    }

    /** Experiments of the workspace with trials left to do, save for those in the queue. */
    ReadOnlyObjectProperty<List<Unfinished>> unfinished() {
        return unfinished.getReadOnlyProperty();
    }

    /** What was refused. */
    StringProperty problem() {
        return problem;
    }

    /** Holds the running experiment still, or lets it go on. */
    void pause(Row row, boolean hold) {
        queue().pause(row.id(), hold);
    }

    /** Takes an experiment out, or stops it; it can go on later. */
    void cancel(Row row) {
        queue().cancel(row.id());
    }

    /** Lets a waiting experiment come earlier, by one place, or later. */
    void move(Row row, boolean earlier) {
        if (earlier) {
            queue().moveUp(row.id());
        } else {
            queue().moveDown(row.id());
        }
    }

    /** Gives a waiting experiment another priority. */
    void prioritize(Row row, Priority priority) {
        if (row.now().get().priority() != priority) {
            queue().setPriority(row.id(), priority);
        }
    }

    /** Cancels one trial; the others go on. */
    void cancel(RunningTrial trial) {
        queue().cancelTrial(trial.experiment(), trial.hash());
    }

    /** Takes the experiments that ended off the list. */
    void clearEnded() {
        queue().clearEnded();
    }

    /** Goes on with an experiment from its checkpoints. */
    void resume(Unfinished experiment) {
        problem.set("");
        desk.resume(experiment, () -> {}, problem::set);
    }

    private ExperimentQueue queue() {
        problem.set("");
        return desk.tasks().queue();
    }

    private void show() {
        List<QueuedExperiment> now = desk.tasks().experiments().get();
        known.keySet().retainAll(now.stream().map(QueuedExperiment::id).collect(Collectors.toSet()));
        List<Row> order = new ArrayList<>();
        for (QueuedExperiment experiment : now) {
            Row row = known.computeIfAbsent(experiment.id(), id -> new Row(experiment));
            row.now.set(experiment);
            order.add(row);
        }
        if (!order.equals(rows)) {
            rows.setAll(order);
        }
        Map<String, QueuedExperiment.State> newStates =
                now.stream().collect(Collectors.toMap(QueuedExperiment::id, QueuedExperiment::state));
        if (!newStates.equals(states)) {
            states = newStates;
            findUnfinished();
        }
    }

    private void keep(Run run) {
        ended.removeIf(other -> other.trialHash().equals(run.trialHash()));
        ended.add(0, run);
        if (ended.size() > MOST_CURVES) {
            ended.remove(MOST_CURVES);
        }
        showTrainings();
    }

    private void showTrainings() {
        List<CurvePane.Training> shown = new ArrayList<>();
        for (RunningTrial trial : trials().get()) {
            shown.add(new CurvePane.Training(name("curves.running", trial.label(), trial.seed()), trial.epochs()));
        }
        Set<String> running = trials().get().stream().map(RunningTrial::hash).collect(Collectors.toSet());
        for (Run run : ended) {
            if (shown.size() < MOST_CURVES && !running.contains(run.trialHash())) {
                shown.add(new CurvePane.Training(
                        name("curves.ended", run.trial().label(), run.trial().seed()), run.epochs()));
            }
        }
        trainings.set(List.copyOf(shown));
    }

    private static String name(String key, String label, long seed) {
        return RunsTexts.text(key, label, Long.toString(seed));
    }

    private void findUnfinished() {
        Optional<OpenWorkspace> workspace = desk.workspace().get();
        if (workspace.isEmpty()) {
            newest.cancel();
            unfinished.set(List.of());
            return;
        }
        Set<String> queued = desk.tasks().experiments().get().stream()
                .filter(experiment -> !experiment.state().hasEnded())
                .map(QueuedExperiment::name)
                .collect(Collectors.toSet());
        newest.request(
                () -> Unfinished.of(workspace.get().runs()).stream()
                        .filter(experiment -> !queued.contains(experiment.name()))
                        .toList(),
                unfinished::set,
                failures.refusals(problem::set));
    }
}
