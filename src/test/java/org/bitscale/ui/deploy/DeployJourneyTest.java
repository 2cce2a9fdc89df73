package org.bitscale.ui.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.bitscale.experiment.Verification;
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

/** A run is chosen, exported, proved and timed, with real runs and a real worker. */
@ExtendWith(ApplicationExtension.class)
class DeployJourneyTest {

    @TempDir
    private static Path folder;

    private FxBackground background;
    private Desk desk;
    private DeployViewModel model;
    private DeployView view;

    @BeforeAll
    static void make() {
        SampleRuns.make(folder.resolve("workspace"));
    }

    @Start
    void start(Stage stage) {
        background = new FxBackground();
        desk = new Desk(Workspace::open, background, Desks.failures());
        desk.openWorkspace(folder.resolve("workspace"), () -> {}, refused -> {});
        model = new DeployViewModel(desk, background, Desks.failures());
        view = new DeployView(model);
        Scene scene = new Scene(view.view(), 1200, 800);
        new Appearance().applyTo(scene);
        stage.setScene(scene);
        stage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> desk.clear().run());
        background.close();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        FxWait.until(60, condition);
    }

    private static void show(FxRobot robot, int part) {
        robot.interact(() -> robot.lookup("#deploy-parts")
                .queryAs(TabPane.class)
                .getSelectionModel()
                .select(part));
    }

    private static String text(FxRobot robot, String id) {
        return robot.lookup(id).queryAs(Label.class).getText();
    }

    @Test
    void aRunIsHandedOver(FxRobot robot) throws Exception {
        until(() -> model.chosen().get().isPresent());
        assertThat(text(robot, "#deploy-run")).isEqualTo("W8A8 PTQ");
        robot.clickOn("#choose-run");
        until(() -> !robot.lookup("#run-list").queryListView().getItems().isEmpty());
        robot.write("w2a2").type(KeyCode.ENTER);
        until(() -> model.run().id().equals(SampleRuns.W2A2));
        assertThat(text(robot, "#deploy-run")).isEqualTo("W2A2 PTQ");
        assertThat(robot.lookup("#model-card").queryTextInputControl().getText())
                .contains("W2A2 by post-training quantization");

        robot.interact(() -> view.exportFolderIn(folder));
        until(() -> !text(robot, "#deploy-said").isEmpty());
        assertThat(text(robot, "#deploy-said")).contains("5 files");
        assertThat(folder.resolve("model_w2a2").toFile().list()).hasSize(5);

        verify(robot);
        speed(robot);
        layers(robot);
    }

    private void verify(FxRobot robot) throws Exception {
        show(robot, 1);
        TextInputControl batches = robot.lookup("#verify-batches").queryTextInputControl();
        robot.interact(() -> batches.setText("none"));
        robot.clickOn("#verify");
        assertThat(model.verification().asking().problem().get()).contains("batch sizes");
        robot.interact(() -> batches.setText("1, 60"));
        robot.clickOn("#verify");
        until(() -> model.verification().result().get().isPresent());
        TableView<Verification> table = robot.lookup("#verify-sessions").queryTableView();
        assertThat(table.getItems()).extracting(Verification::batchSize).containsExactly(1, 60, 1, 60);
        assertThat(text(robot, "#verify-words")).startsWith("Proved: ");
    }

    private void speed(FxRobot robot) throws Exception {
        show(robot, 2);
        robot.interact(
                () -> robot.lookup("#speed-batches").queryTextInputControl().setText("1"));
        robot.clickOn("#measure-speed");
        until(() -> model.speed().asking().running().get());
        robot.clickOn("#speed-cancel");
        until(() -> !model.speed().asking().running().get());
        assertThat(model.speed().result().get()).isEmpty();
        robot.clickOn("#measure-speed");
        until(() -> model.speed().result().get().isPresent());
        int threads = Runtime.getRuntime().availableProcessors();
        assertThat(model.speed().result().get().orElseThrow().pairs())
                .extracting(pair -> pair.real().threads())
                .isEqualTo(threads == 1 ? List.of(1) : List.of(1, threads));
        assertThat(text(robot, "#speed-words")).containsAnyOf("float network here");
    }

    private void layers(FxRobot robot) throws Exception {
        show(robot, 3);
        robot.clickOn("#measure-layers");
        until(() -> model.layers().result().get().isPresent());
        TableView<LayerTimesViewModel.Row> table = robot.lookup("#layer-times").queryTableView();
        assertThat(table.getItems())
                .extracting(LayerTimesViewModel.Row::layer)
                .startsWith("stem")
                .contains("stage1.block1.conv1", "classifier");
        assertThat(text(robot, "#layer-sum")).startsWith("All layers together: ");
    }
}
