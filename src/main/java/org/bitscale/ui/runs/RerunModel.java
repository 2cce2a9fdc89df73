package org.bitscale.ui.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.bitscale.Progress;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.task.Rerun;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.desk.Desk;

/** Repeats one run at a time. */
final class RerunModel {

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final Consumer<String> refused;
    private final ReadOnlyObjectWrapper<Optional<Running>> running = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<Rerun.Result>> result = new SimpleObjectProperty<>(Optional.empty());
    private Background.Job job = Background.Job.NONE;

    /**
     * @param desk whose runs are repeated
     * @param background where
     * @param failures takes what nobody expected
     * @param refused hears why a run cannot be repeated
     */
    RerunModel(Desk desk, Background background, Failures failures, Consumer<String> refused) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.refused = refused;
        desk.workspace().addListener((observed, before, now) -> {
            cancel();
            result.set(Optional.empty());
        });
    }

    /**
     * How far a repetition is.
     *
     * @param run what is repeated
     * @param phase what is being done
     * @param done steps of the phase that are done
     * @param total steps of the phase
     * @param detail something worth showing
     */
    record Running(Run run, String phase, long done, long total, String detail) {}

    /** The repetition that is running. */
    ReadOnlyObjectProperty<Optional<Running>> running() {
        return running.getReadOnlyProperty();
    }

    /** What the last repetition gave. */
    ObjectProperty<Optional<Rerun.Result>> result() {
        return result;
    }

    /** Repeats a run. */
    void start(Run run) {
        cancel();
        refused.accept("");
        result.set(Optional.empty());
        OpenWorkspace workspace = desk.openWorkspace();
        running.set(Optional.of(new Running(run, "", 0, 0, "")));
        Optional<Path> elsewhere = desk.model()
                .get()
                .filter(open -> open.file().sha256().equals(run.trial().modelHash()))
                .map(open -> open.file().path());
        Progress progress = new Heard(run);
        job = background.run(
                () -> {
                    Path recorded = run.trial().model();
                    Path network = Files.exists(recorded) ? recorded : elsewhere.orElse(recorded);
                    return Rerun.inWorker(workspace, run, network, Rerun.threads(run), progress);
                },
                found -> {
                    running.set(Optional.empty());
                    result.set(Optional.of(found));
                    desk.tasks().runsChanged();
                },
                failure -> {
                    running.set(Optional.empty());
                    failures.refusals(refused).accept(failure);
                });
    }

    /** Stops the repetition; nothing of it is kept. */
    void cancel() {
        job.cancel();
        running.set(Optional.empty());
    }

    /** A result in plain words. */
    static String described(Rerun.Result result) {
        StringBuilder text = new StringBuilder(RunsTexts.text(
                result.sameBits() ? "rerun.same" : "rerun.different",
                result.original().id(),
                result.repeated().id()));
        if (!result.results().isEmpty()) {
            text.append('\n').append(RunsTexts.text("rerun.results"));
            result.results()
                    .forEach(difference -> text.append('\n').append(difference(result, Measure.of(difference.what()))));
        } else {
            text.append('\n').append(RunsTexts.text("rerun.sameResults"));
        }
        if (!result.environment().isEmpty()) {
            text.append('\n').append(RunsTexts.text("rerun.environment"));
            result.environment().forEach(difference -> text.append('\n')
                    .append(RunsTexts.text(
                            "rerun.difference", difference.what(), difference.before(), difference.now())));
        }
        return text.toString();
    }

    private static String difference(Rerun.Result result, Measure measure) {
        return RunsTexts.text(
                "rerun.difference",
                MeasureAxis.name(measure),
                value(result.original(), measure),
                value(result.repeated(), measure));
    }

    private static String value(Run run, Measure measure) {
        return run.metric(measure)
                .map(metric -> RunsTexts.metric(measure, metric))
                .orElseGet(() -> RunsTexts.text("rerun.none"));
    }

    /** Progress comes from a worker's thread, often; what was not yet shown is replaced. */
    private final class Heard implements Progress {

        private final Run run;
        private final AtomicReference<Running> unshown = new AtomicReference<>();

        Heard(Run run) {
            this.run = run;
        }

        @Override
        public void update(String phase, long done, long total, String detail) {
            if (unshown.getAndSet(new Running(run, phase, done, total, detail)) == null) {
                background.later(this::show);
            }
        }

        private void show() {
            Running newest = unshown.getAndSet(null);
            if (running.get().map(Running::run).equals(Optional.of(run))) {
                running.set(Optional.of(newest));
            }
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
