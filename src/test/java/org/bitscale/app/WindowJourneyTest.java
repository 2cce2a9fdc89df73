package org.bitscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.search.FoundPlan;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.experiment.task.QueuedExperiment.State;
import org.bitscale.report.Sizes;
import org.bitscale.ui.FxWait;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.StateFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.NodeQueryUtils;
import org.testfx.util.WaitForAsyncUtils;

/** Whole ways through the window, with real workers. */
@ExtendWith(ApplicationExtension.class)
class WindowJourneyTest {

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder;

    private final CountDownLatch closed = new CountDownLatch(1);
    private MainWindow window;

    @Start
    void start(Stage unused) {
        window = new MainWindow(new StateFile(folder.resolve("window.json")), closed::countDown);
        window.open(Optional.of(folder.resolve("workspace")), Optional.empty());
    }

    @AfterEach
    void close() throws InterruptedException {
        WaitForAsyncUtils.asyncFx(window::close);
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void fromTheFirstStartOverAnEditedPlanToThePareto(FxRobot robot) throws Exception {
        waitFor(() -> window.desk().data().get().isPresent());
        assertThat(window.desk().model().get().orElseThrow().name()).isEqualTo("shapes_resnet8");
        robot.clickOn("#open-lab");
        waitFor(() -> window.desk().screen().get() == ScreenId.PLAN);
        waitFor(() -> text(robot, "#packed-size").equals("41.1 KiB"));
        waitFor(() -> text(robot, "#estimate").endsWith("%"));
        // Eight bits for the whole network, and back again.
        robot.interact(() -> robot.lookup("#network-weights")
                .queryComboBox()
                .getSelectionModel()
                .select(Integer.valueOf(8)));
        waitFor(() -> text(robot, "#packed-size").equals("78.3 KiB"));
        robot.press(KeyCode.CONTROL, KeyCode.Z).release(KeyCode.Z, KeyCode.CONTROL);
        waitFor(() -> text(robot, "#packed-size").equals("41.1 KiB"));
        robot.clickOn("#run-ptq");
        waitFor(() -> window.desk().screen().get() == ScreenId.PARETO);
        waitFor(() -> states().equals(List.of(State.DONE)));
        List<Run.Status> statuses =
                window.desk().openWorkspace().runs().rows(org.bitscale.experiment.run.RunFilter.ALL, 0, 10).stream()
                        .map(row -> row.status())
                        .toList();
        assertThat(statuses).isNotEmpty().containsOnly(Run.Status.FINISHED);
        assertThat(window.desk().tasks().lastRun().get().orElseThrow().trial().label())
                .isEqualTo("W4A4 PTQ");
    }

    @Test
    void bitsAreFoundUsedAndTakenBack(FxRobot robot) throws Exception {
        waitFor(() -> window.desk().data().get().isPresent());
        robot.clickOn("#open-lab");
        waitFor(() -> text(robot, "#packed-size").equals("41.1 KiB"));
        robot.press(KeyCode.CONTROL, KeyCode.B).release(KeyCode.B, KeyCode.CONTROL);
        robot.clickOn("#search-begin");
        TableView<FoundPlan> plans = robot.lookup("#found-plans").queryTableView();
        waitFor(() -> plans.getItems().size() > 2);
        // A plan is chosen already, and every layer of it tells why it has its bits.
        waitFor(() -> robot.lookup("#plan-reasons").queryTableView().getItems().size() == 10);
        robot.interact(() -> plans.getSelectionModel().selectFirst());
        FoundPlan smallest = plans.getItems().get(0);
        robot.clickOn("#use-plan");
        assertThat(window.desk().plan().value().get().layers()).isEqualTo(smallest.schemes());
        robot.press(KeyCode.CONTROL, KeyCode.B).release(KeyCode.B, KeyCode.CONTROL);
        waitFor(() -> text(robot, "#packed-size").equals(Sizes.format((double) smallest.packedBytes())));
        robot.press(KeyCode.CONTROL, KeyCode.Z).release(KeyCode.Z, KeyCode.CONTROL);
        waitFor(() -> text(robot, "#packed-size").equals("41.1 KiB"));
        assertThat(window.desk().plan().value().get().layers()).isEmpty();
    }

    @Test
    void aPausedMeasurementGoesOn(FxRobot robot) throws Exception {
        waitFor(() -> window.desk().data().get().isPresent());
        robot.clickOn("#open-lab");
        robot.press(KeyCode.CONTROL, KeyCode.B).release(KeyCode.B, KeyCode.CONTROL);
        robot.clickOn("#sensitivity-begin");
        // It says which layer it is at, and the first one is behind it.
        waitFor(() -> text(robot, "#search-doing").matches("(?!.*stem).* W\\d.*"));
        robot.clickOn("#search-pause");
        waitFor(() -> !robot.lookup("#sensitivity-begin").queryButton().isDisabled());
        assertThat(robot.lookup("#sensitivity-layers").queryTableView().getItems())
                .isEmpty();
        robot.clickOn("#sensitivity-begin");
        waitFor(() ->
                !robot.lookup("#sensitivity-layers").queryTableView().getItems().isEmpty());
        assertThat(text(robot, "#sensitivity-about")).contains("had been measured before");
    }

    @Test
    void threeQuestionsGiveThreeCardsAndOneIsTaken(FxRobot robot) throws Exception {
        waitFor(() -> window.desk().data().get().isPresent());
        robot.interact(() -> window.desk().screen().set(ScreenId.GUIDE));
        robot.clickOn("#effort-quick").clickOn("#guide-search");
        waitFor(() -> states().equals(List.of(State.DONE)));
        waitFor(() -> robot.lookup("#take-smallest").tryQuery().isPresent());
        // Who counts accuracy alone gets the most accurate one as the balance, without another search.
        robot.interact(() -> {
            robot.lookup("#weight-size").queryAs(Slider.class).setValue(0);
            robot.lookup("#weight-speed").queryAs(Slider.class).setValue(0);
        });
        waitFor(() -> cards(robot).get(1).equals(cards(robot).get(2)));
        // W4A8 without training loses more than the one point that may be lost, and less than five.
        assertThat(cards(robot).get(0)).isEqualTo("W6A8 PTQ");
        robot.interact(() -> robot.lookup("#most-loss").queryAs(Slider.class).setValue(5));
        waitFor(() -> cards(robot).get(0).equals("W4A8 PTQ"));
        robot.clickOn("#take-smallest");
        assertThat(window.desk().screen().get()).isEqualTo(ScreenId.DEPLOY);
        String taken = window.desk().selectedRuns().get().iterator().next();
        assertThat(window.desk().openWorkspace().runs().run(taken).trial().label())
                .isEqualTo("W4A8 PTQ");
        assertThat(states()).hasSize(1);
    }

    /** What stands on the three cards: bits and method. Asked on the JavaFX thread, which puts them there one by one. */
    private static List<String> cards(FxRobot robot) {
        return WaitForAsyncUtils.waitForAsyncFx(
                PATIENCE_SECONDS * 1000L, () -> robot.lookup(".guide-recipe").queryAllAs(Label.class).stream()
                        .map(Label::getText)
                        .toList());
    }

    @Test
    void aWrongFileIsRefusedAndWhatIsOpenStays(FxRobot robot) throws Exception {
        waitFor(() -> window.desk().data().get().isPresent());
        Path wrong = Files.writeString(folder.resolve("notes.onnx"), "no network");
        robot.interact(() -> window.desk().openModel(wrong.toString(), () -> {}, window.view()::refuse));
        waitFor(() -> robot.lookup("#notice").queryAs(Label.class).getParent().isVisible());
        assertThat(text(robot, "#notice")).contains("notes.onnx");
        assertThat(window.desk().model().get().orElseThrow().name()).isEqualTo("shapes_resnet8");
        assertThat(window.desk().data().get()).isPresent();
        // One's own network opens; data that was opened for another is put away.
        Path own = Files.copy(window.desk().model().get().orElseThrow().file().path(), folder.resolve("own.onnx"));
        robot.interact(() -> window.desk().openModel(own.toString(), () -> {}, window.view()::refuse));
        waitFor(() -> window.desk().model().get().orElseThrow().name().equals("own"));
        assertThat(window.desk().data().get()).isEmpty();
    }

    @Test
    void aKilledWorkerIsSeenAndACancelledExperimentGoesOnLater(FxRobot robot) throws Exception {
        waitFor(() -> window.desk().data().get().isPresent());
        String text =
                """
                name: long
                model: sample:shapes_resnet8
                data: {source: "sample:shapes", limit: 400}
                method: ste
                plan: {weights: 4, activations: 4}
                recipe: {epochs: 400, batch_size: 32}
                """;
        robot.interact(() -> window.desk()
                .submit(
                        ExperimentFile.parse(text, "long"),
                        text,
                        folder,
                        Priority.NORMAL,
                        () -> {},
                        window.view()::refuse));
        waitFor(() -> window.desk().tasks().trials().get().stream()
                .anyMatch(trial -> trial.epochs().size() > 2));
        kill();
        waitFor(() -> window.desk().tasks().trials().get().stream().anyMatch(trial -> trial.attempt() == 2));
        waitFor(() -> window.desk().tasks().trials().get().stream()
                .anyMatch(trial -> trial.attempt() == 2 && trial.epochs().size() > 4));
        String id = window.desk().tasks().experiments().get().get(0).id();
        robot.interact(() -> window.desk().tasks().queue().cancel(id));
        waitFor(() -> states().equals(List.of(State.CANCELLED)));
        waitFor(() -> robot.lookup("Go on")
                .match(NodeQueryUtils.isVisible())
                .tryQuery()
                .isPresent());
        robot.clickOn("Go on");
        waitFor(() -> states().contains(State.RUNNING));
        waitFor(() -> window.desk().tasks().trials().get().stream()
                .anyMatch(trial -> trial.epochs().size() > 4));
    }

    /** The workers of the running sweep; the one that answers questions has not been asked anything here. */
    private static void kill() {
        ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().arguments().stream()
                        .flatMap(java.util.Arrays::stream)
                        .anyMatch("worker"::equals))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private List<State> states() {
        return window.desk().tasks().experiments().get().stream()
                .map(QueuedExperiment::state)
                .toList();
    }

    private static String text(FxRobot robot, String query) {
        return robot.lookup(query).queryAs(Label.class).getText();
    }

    private static void waitFor(Callable<Boolean> condition) throws Exception {
        FxWait.until(PATIENCE_SECONDS, condition);
    }
}
