package org.bitscale.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.stage.Stage;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.Split;
import org.bitscale.experiment.compare.Flip;
import org.bitscale.experiment.compare.LayerErrorRow;
import org.bitscale.experiment.compare.PlanRow;
import org.bitscale.experiment.compare.PredictionComparison;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Run;
import org.bitscale.storage.Workspace;
import org.bitscale.ui.FxWait;
import org.bitscale.ui.SampleRuns;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.FxBackground;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** From nothing chosen to the pictures that flipped, with real runs and a real worker. */
@ExtendWith(ApplicationExtension.class)
class CompareJourneyTest {

    @TempDir
    private static Path folder;

    private FxBackground background;
    private Desk desk;
    private CompareViewModel model;
    private CompareView view;

    @BeforeAll
    static void make() {
        SampleRuns.make(folder.resolve("workspace"));
    }

    @Start
    void start(Stage stage) {
        background = new FxBackground();
        desk = new Desk(Workspace::open, background, Desks.failures());
        desk.openWorkspace(folder.resolve("workspace"), () -> {}, refused -> {});
        Appearance appearance = new Appearance();
        model = new CompareViewModel(desk, background, Desks.failures());
        view = new CompareView(model, appearance);
        Scene scene = new Scene(view.view(), 1200, 800);
        appearance.applyTo(scene);
        stage.setScene(scene);
        stage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> desk.clear().run());
        background.close();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        FxWait.until(180, condition);
    }

    private static void show(FxRobot robot, int part) {
        robot.interact(() -> robot.lookup("#compare-parts")
                .queryAs(TabPane.class)
                .getSelectionModel()
                .select(part));
    }

    private boolean answered(ComparedAnswers.Topic topic, int runs) {
        return model.answers().state(topic).known() == runs;
    }

    @Test
    void runsAreChosenAndCompared(FxRobot robot) throws Exception {
        until(() -> desk.workspace().get().isPresent());
        robot.interact(() -> desk.select(List.of(SampleRuns.W8A8)));
        until(() -> model.lineup().get().isComplete());
        robot.clickOn("#add-run");
        until(() -> !robot.lookup("#run-list").queryListView().getItems().isEmpty());
        robot.write("w2a2").type(KeyCode.ENTER);
        until(() -> model.lineup().get().runs().size() == 3);
        assertThat(model.lineup().get().runs())
                .extracting(Run::id)
                .containsExactly(SampleRuns.FLOAT, SampleRuns.W8A8, SampleRuns.W2A2);
        assertThat(model.lineup().get().joined()).contains(SampleRuns.FLOAT);
        assertThat(robot.lookup("#measures").queryTableView().getColumns()).hasSize(4);

        plans(robot);
        predictions(robot);
        flips(robot);
        errors(robot);

        Path file = folder.resolve("comparison.json");
        robot.interact(() -> view.exportTo(file));
        until(() -> Files.exists(file));
        assertThat(Files.readString(file)).contains("sqnr_db", "against_reference", "accuracy_by_class");
    }

    private void plans(FxRobot robot) {
        show(robot, 1);
        TableView<PlanRow> table = robot.lookup("#plans").queryTableView();
        int all = table.getItems().size();
        robot.interact(
                () -> robot.lookup("#only-different").queryAs(CheckBox.class).setSelected(true));
        assertThat(table.getItems()).isNotEmpty().hasSizeLessThan(all).allMatch(PlanRow::differs);
        assertThat(table.getItems()).extracting(PlanRow::name).contains("weight_bits", "stage1.block1.conv1");
    }

    private void predictions(FxRobot robot) throws Exception {
        assertThat(model.answers().state(ComparedAnswers.Topic.PREDICTIONS).known())
                .isZero(); // nobody looked yet
        show(robot, 2);
        until(() -> answered(ComparedAnswers.Topic.PREDICTIONS, 3));
        List<Optional<FilePredictions>> validation = model.answers().predictions();
        for (int i = 0; i < 3; i++) {
            FilePredictions found = validation.get(i).orElseThrow();
            assertThat(Accuracy.of(found.labels(), found.predicted()).value())
                    .isEqualTo(model.lineup()
                            .get()
                            .runs()
                            .get(i)
                            .metric(Measure.ACCURACY)
                            .orElseThrow()
                            .value());
        }
        assertThat(robot.lookup("#class-accuracy").queryTableView().getItems()).hasSize(10);
        ConfusionPane matrix = robot.lookup("#confusion-C").queryAs(ConfusionPane.class);
        robot.interact(matrix::requestFocus);
        robot.type(KeyCode.RIGHT, KeyCode.DOWN);
        assertThat(robot.lookup("#confusion-cell").queryAs(Label.class).getText())
                .startsWith("C, W2A2 PTQ: 'ring' was predicted right:");
        robot.interact(() -> model.answers().split().set(Split.TEST));
        until(() -> answered(ComparedAnswers.Topic.PREDICTIONS, 3));
        assertThat(model.answers().predictions().get(0)).isNotEqualTo(validation.get(0));
        robot.interact(() -> model.answers().split().set(Split.VALIDATION));
        // What was answered is not asked again.
        assertThat(model.answers().predictions().get(2))
                .containsSame(validation.get(2).orElseThrow());
    }

    @SuppressWarnings("unchecked")
    private void flips(FxRobot robot) throws Exception {
        show(robot, 3);
        ComboBox<Optional<String>> runs = robot.lookup("#flips-run").queryAs(ComboBox.class);
        robot.interact(() -> runs.setValue(Optional.of(SampleRuns.W2A2)));
        List<Optional<FilePredictions>> predictions = model.answers().predictions();
        PredictionComparison comparison = PredictionComparison.of(
                predictions.get(0).orElseThrow(), predictions.get(2).orElseThrow());
        FlowPane tiles = robot.lookup("#flip-tiles").queryAs(FlowPane.class);
        int all = comparison.flips().size();
        until(() -> tiles.getChildren().size() == Math.min(FlipsViewModel.PAGE, all));
        ComboBox<Optional<Flip.Kind>> kinds = robot.lookup("#flips-kind").queryAs(ComboBox.class);
        int gained = (int) comparison.count(Flip.Kind.GAINED);
        robot.interact(() -> kinds.setValue(Optional.of(Flip.Kind.GAINED)));
        until(() -> tiles.getChildren().size() == Math.min(FlipsViewModel.PAGE, gained));
    }

    private void errors(FxRobot robot) throws Exception {
        show(robot, 4);
        until(() -> answered(ComparedAnswers.Topic.ERRORS, 2));
        TableView<LayerErrorRow> table = robot.lookup("#layer-errors").queryTableView();
        assertThat(table.getItems()).hasSize(10).allSatisfy(row -> {
            assertThat(row.sqnr().get(0)).isEmpty(); // float is what is compared with
            assertThat(row.sqnr().get(1).getAsDouble())
                    .isGreaterThanOrEqualTo(row.sqnr().get(2).getAsDouble());
        });
    }
}
