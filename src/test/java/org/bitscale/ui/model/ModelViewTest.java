package org.bitscale.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.network.NetworkView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class ModelViewTest {

    private static final String CONV = "stage1.block1.conv1";

    @TempDir
    static Path folder;

    private Bench bench;
    private ModelViewModel model;
    private ModelView screen;

    @Start
    void start(Stage stage) {
        bench = new Bench(folder.resolve("workspace"), new SameThread());
        model = new ModelViewModel(bench.desk, bench, new SameThread(), bench.failures);
        screen = new ModelView(model, new SameThread(), bench.failures);
        Scene scene = new Scene(screen.view(), 1200, 760);
        new Appearance().applyTo(scene);
        stage.setScene(scene);
        stage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(bench::close);
        assertThat(bench.unexpected).isEmpty();
    }

    @Test
    void aNetworkIsReadLayerByLayer(FxRobot robot) throws Exception {
        Button sample = robot.lookup("Open the sample").queryButton();
        assertThat(sample.isVisible()).isTrue();
        fire(robot, sample);
        NetworkView network = robot.lookup("#network").queryAs(NetworkView.class);
        TableView<LayerRow> table = robot.lookup("#layers").queryTableView();
        assertThat(table.getItems()).hasSize(31);

        robot.interact(() -> network.selectedNode().set(Optional.of(CONV)));
        assertThat(table.getSelectionModel().getSelectedItem().name()).isEqualTo(CONV);
        robot.interact(() -> table.getSelectionModel().select(0));
        assertThat(network.selectedNode().get()).contains("stem");

        TextField search = robot.lookup("#search-layers").queryAs(TextField.class);
        run(robot, "Search layers");
        assertThat(search.isFocused()).isTrue();
        robot.interact(() -> search.setText("stage2 conv2"));
        assertThat(table.getItems())
                .extracting(LayerRow::name)
                .contains("stage2.block1.conv2")
                .doesNotContain("stem");
        robot.interact(search::clear);

        ComboBox<ColourBy> colours = robot.lookup("#colour-by").queryComboBox();
        robot.interact(() -> colours.setValue(ColourBy.BITS));
        assertThat(robot.lookup("8 bits").tryQuery()).isPresent();

        robot.interact(bench::openData);
        robot.interact(() -> model.selected().set(Optional.of(CONV)));
        robot.interact(() -> bench.observations.remove().complete(List.of(Bench.observation(CONV))));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(texts(robot, ".histogram-view .label")).anyMatch(text -> text.startsWith("Step 0.143 "));

        Slider bits = robot.lookup("#weight-bits").queryAs(Slider.class);
        Button put = robot.lookup("#put-into-plan").queryButton();
        assertThat(put.isDisabled()).isTrue();
        robot.interact(() -> bits.setValue(2));
        assertThat(texts(robot, ".histogram-view .label")).anyMatch(text -> text.startsWith("Step 1 "));
        fire(robot, put);
        assertThat(bench.desk.plan().value().get().layers()).containsEntry(CONV, new LayerOverride(true, 2, 4));
        assertThat(put.isDisabled()).isTrue();

        Path picture = folder.resolve("network.png");
        run(robot, "Collapse all blocks");
        robot.interact(() -> screen.exportTo(picture));
        WaitForAsyncUtils.waitFor(1, TimeUnit.MINUTES, () -> Files.exists(picture));
        assertThat(Files.size(picture)).isGreaterThan(10_000);
        assertThat(everyControlIsNamed(robot)).isTrue();
    }

    @Test
    void aRefusedNetworkKeepsTheScreenAndCanBeSeen(FxRobot robot) throws Exception {
        robot.interact(bench::openModel);
        Path file = Files.write(
                folder.resolve("fancy.onnx"),
                new TestModel(13)
                        .input("x", "N", 4)
                        .node("fancy", "com.acme", "FancyNorm", List.of("f"), List.of("x"))
                        .output("f")
                        .bytes());
        robot.interact(() -> bench.desk.openModel(file.toString(), () -> {}, bench.refusals::add));

        assertThat(robot.lookup("'fancy.onnx' was not opened").tryQuery()).isPresent();
        assertThat(model.rows().get()).hasSize(31);
        fire(robot, robot.lookup("#show-refused").queryButton());
        assertThat(model.rows().get()).hasSize(1);
        fire(robot, robot.lookup("#dismiss-refused").queryButton());
        assertThat(robot.lookup("#refused").query().isVisible()).isFalse();
        assertThat(model.rows().get()).hasSize(31);
    }

    private static void fire(FxRobot robot, Button button) {
        robot.interact(button::fire);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void run(FxRobot robot, String title) {
        Command command = screen.commands().stream()
                .filter(candidate -> candidate.title().equals(title))
                .findFirst()
                .orElseThrow();
        assertThat(command.enabled().getAsBoolean()).isTrue();
        robot.interact(command.action());
    }

    private static List<String> texts(FxRobot robot, String query) {
        return robot.lookup(query).queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .toList();
    }

    /** A screen reader has something to say for each. */
    private static boolean everyControlIsNamed(FxRobot robot) {
        return robot
                .lookup(node -> node instanceof ButtonBase
                        || node instanceof Slider
                        || node instanceof ComboBox
                        || node instanceof TextField)
                .queryAll()
                .stream()
                .filter(Node::isVisible)
                .filter(node -> node.getStyleClass().stream().noneMatch(style -> style.contains("arrow")))
                .allMatch(node -> node.getAccessibleText() != null
                        || node instanceof ButtonBase button
                                && !button.getText().isEmpty());
    }
}
