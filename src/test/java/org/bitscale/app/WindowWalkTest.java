package org.bitscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.bitscale.storage.TestRuns;
import org.bitscale.storage.Workspace;
import org.bitscale.ui.FxWait;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.common.Theme;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.StateFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Every screen, in both themes and at the smallest size: each control has a name, and no text is cut off. */
@ExtendWith(ApplicationExtension.class)
class WindowWalkTest {

    @TempDir
    private Path folder;

    private final CountDownLatch closed = new CountDownLatch(1);
    private MainWindow window;

    @Start
    void start(Stage unused) {
        try (Workspace workspace = Workspace.open(folder.resolve("workspace"))) {
            for (int i = 0; i < 6; i++) {
                workspace.runs().add(TestRuns.run(i));
            }
        }
        window = new MainWindow(new StateFile(folder.resolve("window.json")), closed::countDown);
        window.open(Optional.of(folder.resolve("workspace")), Optional.of("sample:shapes_resnet8"));
    }

    @AfterEach
    void close() throws InterruptedException {
        WaitForAsyncUtils.asyncFx(window::close);
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void everyControlHasANameAndNoTextIsCutOff(FxRobot robot) throws Exception {
        waitFor(() -> window.desk().model().get().isPresent());
        robot.interact(() -> window.desk().openData(OpenData.SAMPLE, () -> {}, refused -> {
            throw new AssertionError(refused);
        }));
        waitFor(() -> window.desk().data().get().isPresent());
        List<String> unnamed = new ArrayList<>();
        List<String> cutOff = new ArrayList<>();
        for (int width : new int[] {1024, 1280}) {
            for (Theme theme : Theme.values()) {
                for (ScreenId screen : ScreenId.values()) {
                    if (window.view().has(screen)) {
                        List<Walk> walks = new ArrayList<>(List.of(look(robot, theme, screen, width)));
                        if (screen == ScreenId.PLAN) {
                            robot.interact(robot.lookup("#find-bits").queryAs(ToggleButton.class)::fire);
                            walks.add(look(robot, theme, screen, width));
                            robot.interact(robot.lookup("#find-bits").queryAs(ToggleButton.class)::fire);
                        }
                        for (Walk walk : walks) {
                            walk.unnamed().forEach(what -> unnamed.add(screen + " " + what));
                            walk.cutOff().forEach(what -> cutOff.add(screen + " at " + width + " " + what));
                        }
                    }
                }
            }
        }
        assertThat(unnamed).isEmpty();
        assertThat(cutOff).isEmpty();
    }

    private Walk look(FxRobot robot, Theme theme, ScreenId screen, int width) {
        robot.interact(() -> {
            window.appearance().theme().set(theme);
            window.stage().setWidth(width);
            window.stage().setHeight(width * 7 / 10);
            window.desk().screen().set(screen);
            if (screen == ScreenId.MODEL) {
                robot.lookup("#layers").queryTableView().getSelectionModel().select(3);
            }
        });
        WaitForAsyncUtils.waitForFxEvents(10);
        Walk[] walk = new Walk[1];
        robot.interact(() -> {
            window.view().applyCss();
            window.view().layout();
            walk[0] = Walk.over(window.view());
        });
        return walk[0];
    }

    private static void waitFor(java.util.concurrent.Callable<Boolean> condition) throws Exception {
        FxWait.until(60, condition);
    }
}
