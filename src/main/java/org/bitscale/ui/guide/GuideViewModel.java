package org.bitscale.ui.guide;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.experiment.pareto.GuidedChoice;
import org.bitscale.experiment.pareto.Priorities;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;

/** Three questions, and what the search found. */
public final class GuideViewModel {

    private static final Duration DELAY = Duration.ofMillis(60);

    private final Desk desk;
    private final Newest reading;
    private final Failures failures;
    private final DoubleProperty size = new SimpleDoubleProperty(5);
    private final DoubleProperty speed = new SimpleDoubleProperty(3);
    private final DoubleProperty accuracy = new SimpleDoubleProperty(5);
    private final DoubleProperty mostLoss = new SimpleDoubleProperty(1);
    private final ObjectProperty<GuideSearch.Effort> effort = new SimpleObjectProperty<>(GuideSearch.Effort.USUAL);
    private final StringProperty problem = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Optional<String>> experiment = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<GuidedChoice>> choice = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<QueuedExperiment>> progress =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * @param desk where network and data lie
     * @param background where runs are read
     * @param failures takes what nobody expected
     */
    public GuideViewModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.failures = failures;
        this.reading = new Newest(background, DELAY);
        desk.workspace().addListener((observed, before, now) -> forget());
        desk.tasks().runs().addListener((observed, before, now) -> choose());
        desk.tasks().experiments().addListener((observed, before, now) -> follow(now));
        for (DoubleProperty weight : List.of(size, speed, accuracy, mostLoss)) {
            weight.addListener((observed, before, now) -> choose());
        }
    }

    Desk desk() {
        return desk;
    }

    /** How much a small file matters, 0 to 10. */
    DoubleProperty size() {
        return size;
    }

    /** How much speed matters, 0 to 10. */
    DoubleProperty speed() {
        return speed;
    }

    /** How much accuracy matters, 0 to 10. */
    DoubleProperty accuracy() {
        return accuracy;
    }

    /** Points of accuracy that may be lost. */
    DoubleProperty mostLoss() {
        return mostLoss;
    }

    /** How much time may be spent. */
    ObjectProperty<GuideSearch.Effort> effort() {
        return effort;
    }

    /** Why the search cannot begin. */
    StringProperty problem() {
        return problem;
    }

    /** The search that was begun; empty for none. */
    ReadOnlyObjectProperty<Optional<String>> experiment() {
        return experiment.getReadOnlyProperty();
    }

    /** What is best so far. */
    ReadOnlyObjectProperty<Optional<GuidedChoice>> choice() {
        return choice.getReadOnlyProperty();
    }

    /** How far the search is. */
    ReadOnlyObjectProperty<Optional<QueuedExperiment>> progress() {
        return progress.getReadOnlyProperty();
    }

    /** Opens the sample's network and data. */
    void useSample() {
        problem.set("");
        desk.openModel(
                "sample:shapes_resnet8", () -> desk.openData(OpenData.SAMPLE, () -> {}, problem::set), problem::set);
    }

    /** Goes to where data is opened. */
    void chooseData() {
        desk.screen().set(ScreenId.DATA);
    }

    /** Begins the search. */
    void search() {
        problem.set("");
        if (desk.model().get().isEmpty() || desk.data().get().isEmpty()) {
            problem.set(GuideTexts.text(desk.model().get().isEmpty() ? "refused.noModel" : "refused.noData"));
            return;
        }
        ExperimentSpec spec =
                GuideSearch.of(desk.model().get().get(), desk.data().get().get(), effort.get(), speed.get() > 0);
        desk.submit(
                spec,
                ExperimentFile.write(spec),
                desk.openWorkspace().folder(),
                Priority.NORMAL,
                () -> {
                    experiment.set(Optional.of(spec.name()));
                    choice.set(Optional.empty());
                    choose();
                },
                problem::set);
    }

    /** Stops the search; what was found stays. */
    void cancel() {
        progress.get().ifPresent(running -> desk.tasks().queue().cancel(running.id()));
    }

    /** Chooses a network to hand over. */
    void handOver(RunRow row) {
        desk.select(List.of(row.id()));
        desk.screen().set(ScreenId.DEPLOY);
    }

    /** Shows all that was found on the Pareto chart. */
    void showAll() {
        desk.screen().set(ScreenId.PARETO);
    }

    private void forget() {
        reading.cancel();
        experiment.set(Optional.empty());
        choice.set(Optional.empty());
        progress.set(Optional.empty());
    }

    private void follow(List<QueuedExperiment> experiments) {
        progress.set(experiment.get().flatMap(name -> experiments.stream()
                .filter(queued -> queued.name().equals(name))
                .findFirst()));
    }

    private void choose() {
        if (experiment.get().isEmpty() || desk.workspace().get().isEmpty()) {
            return;
        }
        OpenWorkspace workspace = desk.openWorkspace();
        String name = experiment.get().get();
        Priorities priorities = new Priorities(size.get(), speed.get(), accuracy.get(), mostLoss.get() / 100);
        reading.request(
                () -> GuidedChoice.of(
                        workspace.runs().rows(RunFilter.finished(name), 0, Integer.MAX_VALUE), priorities),
                choice::set,
                failures.refusals(problem::set));
    }
}
