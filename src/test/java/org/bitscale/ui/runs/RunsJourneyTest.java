package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.storage.TestRuns;
import org.bitscale.storage.Workspace;
import org.bitscale.ui.FxWait;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.FxBackground;
import org.bitscale.ui.desk.Desk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** A person finds a run, says something about it, takes it back, and makes a new experiment of it. */
@ExtendWith(ApplicationExtension.class)
class RunsJourneyTest {

    @TempDir
    private Path folder;

    private Desk desk;
    private RunsView view;

    @Start
    void start(Stage stage) throws Exception {
        Path place = folder.resolve("workspace");
        try (Workspace workspace = Workspace.open(place)) {
            RunStore store = workspace.runs();
            Path log = Files.writeString(folder.resolve("log"), "--- attempt 1\nloss 0.5\n");
            for (int number = 1; number <= 30; number++) {
                store.add(TestRuns.run(number, "first", Run.Status.FINISHED, Map.of(Run.LOG_FILE, store.keep(log))));
            }
        }
        FxBackground background = new FxBackground();
        Failures failures = new Failures(failure -> {
            throw new AssertionError(failure);
        });
        desk = new Desk(Workspace::open, background, failures);
        Appearance appearance = new Appearance();
        view = new RunsView(desk, background, failures, appearance);
        Scene scene = new Scene(view.view(), 1200, 850);
        appearance.applyTo(scene);
        stage.setScene(scene);
        stage.show();
        desk.openWorkspace(place, () -> {}, refused -> {
            throw new AssertionError(refused);
        });
    }

    @Stop
    void stop() {
        desk.clear().run();
    }

    private static void until(Callable<Boolean> reached) throws Exception {
        FxWait.until(20, reached);
    }

    private static void type(FxRobot robot, String field, String text) {
        robot.interact(() -> robot.lookup(field).queryAs(TextInputControl.class).setText(text));
    }

    private void command(FxRobot robot, String title) {
        robot.interact(() -> view.commands().stream()
                .filter(command -> command.title().equals(title))
                .findFirst()
                .orElseThrow()
                .action()
                .run());
    }

    @Test
    void a_run_is_found_annotated_and_made_into_an_experiment(FxRobot robot) throws Exception {
        TableView<?> table = robot.lookup("#runs").queryAs(TableView.class);
        until(() -> table.getItems().size() == 30);

        type(robot, "#filter-text", "w2a8 lsq");
        until(() -> table.getItems().size() < 5 && !table.getItems().isEmpty());
        int found = table.getItems().size();
        robot.interact(() -> table.getSelectionModel().select(0));
        until(() -> desk.selectedRuns().get().size() == 1);
        String chosen = desk.selectedRuns().get().iterator().next();
        until(() -> robot.lookup("#tags").tryQuery().isPresent()
                && !robot.lookup("#tags").query().isDisabled());

        type(robot, "#tags", "good, small");
        robot.interact(() -> robot.lookup("#tags").query().requestFocus());
        robot.push(KeyCode.ENTER);
        RunStore store = desk.openWorkspace().runs();
        until(() -> store.annotation(chosen).tags().size() == 2);
        command(robot, "Undo change of star, tags or note");
        until(() -> store.annotation(chosen).tags().isEmpty());

        command(robot, "Show log");
        until(() -> robot.lookup("#log").tryQuery().isPresent()
                && robot.lookup("loss 0.5").tryQuery().isPresent());

        type(robot, "#filter-limits", "accuracy>>1");
        until(() -> robot.lookup(".problem").queryAllAs(Labeled.class).stream()
                .anyMatch(label -> label.isVisible() && label.getText().contains("accuracy>>1")));
        assertThat(table.getItems()).hasSize(found);

        robot.interact(() -> desk.select(List.of(chosen)));
        command(robot, "Duplicate with changes");
        TextArea yaml = robot.lookup("#yaml").queryAs(TextArea.class);
        until(() -> yaml.getText().contains("name: first-1") && yaml.getText().contains("method: lsq"));
        type(robot, "#field-recipe-epochs", "none");
        until(() -> robot.lookup("#submit").query().isDisabled());
        type(robot, "#field-recipe-epochs", "12");
        until(() -> yaml.getText().contains("epochs: 12")
                && !robot.lookup("#submit").query().isDisabled());
    }
}
