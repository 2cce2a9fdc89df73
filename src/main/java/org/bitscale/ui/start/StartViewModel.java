package org.bitscale.ui.start;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.Unfinished;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;

/** What one may begin with. */
public final class StartViewModel {

    static final String SAMPLE_MODEL = "sample:shapes_resnet8";
    private static final String QUICKSTART = "quickstart.yaml";

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final StringProperty problem = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<List<Unfinished>> unfinished = new ReadOnlyObjectWrapper<>(List.of());

    /**
     * @param desk where what is opened is laid
     * @param background where files are read
     * @param failures takes what nobody expected
     */
    public StartViewModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        desk.workspace().addListener((observed, before, now) -> findUnfinished());
        desk.tasks().experiments().addListener((observed, before, now) -> findUnfinished());
        findUnfinished();
    }

    Desk desk() {
        return desk;
    }

    /** Why something could not be begun. */
    StringProperty problem() {
        return problem;
    }

    /** Experiments of the workspace that were begun and not ended, and do not run now. */
    ReadOnlyObjectProperty<List<Unfinished>> unfinished() {
        return unfinished.getReadOnlyProperty();
    }

    /** Runs the bundled experiment, and shows its front. */
    void quickstart() {
        problem.set("");
        String text = SampleModels.text(QUICKSTART);
        desk.submit(
                ExperimentFile.parse(text, QUICKSTART),
                text,
                desk.openWorkspace().folder(),
                Priority.NORMAL,
                () -> desk.screen().set(ScreenId.PARETO),
                problem::set);
    }

    /** Goes on with an experiment from its checkpoints. */
    void resume(Unfinished experiment) {
        problem.set("");
        desk.resume(experiment, () -> desk.screen().set(ScreenId.PARETO), problem::set);
    }

    /** Opens the sample network and its data. */
    void openSample(ScreenId next) {
        problem.set("");
        desk.openModel(
                SAMPLE_MODEL,
                () -> desk.openData(OpenData.SAMPLE, () -> desk.screen().set(next), problem::set),
                problem::set);
    }

    /** Opens a network, and shows it. */
    void openModel(String source) {
        problem.set("");
        desk.openModel(source, () -> desk.screen().set(ScreenId.MODEL), problem::set);
    }

    /** Opens a workspace. */
    void openWorkspace(String folder) {
        problem.set("");
        desk.reopenWorkspace(Path.of(folder), () -> {}, problem::set);
    }

    /** Goes to the three questions. */
    void openGuide() {
        desk.screen().set(ScreenId.GUIDE);
    }

    /** Goes to the lab: the plan of the network that is open, the sample's if there is none. */
    void openLab() {
        if (desk.data().get().isPresent()) {
            desk.screen().set(ScreenId.PLAN);
        } else {
            openSample(ScreenId.PLAN);
        }
    }

    private void findUnfinished() {
        if (desk.workspace().get().isEmpty() || desk.tasks().isBusy()) {
            unfinished.set(List.of());
            return;
        }
        OpenWorkspace workspace = desk.openWorkspace();
        background.run(() -> Unfinished.of(workspace.runs()), unfinished::set, failures.refusals(problem::set));
    }
}
