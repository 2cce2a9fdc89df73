package org.bitscale.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javafx.animation.PauseTransition;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.WritableImage;
import javafx.util.Duration;
import javax.imageio.ImageIO;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.pareto.Suggestion;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.common.Theme;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.StateFile;

/** Opens a window in memory, goes through its screens, and keeps a picture of each. */
final class Screenshots {

    /** Long enough for what a screen reads in the background. */
    private static final Duration SETTLE = Duration.millis(900);

    private static final Duration LAST = Duration.millis(200);
    private static final Duration STEP = Duration.millis(100);
    private static final Duration PATIENCE = Duration.seconds(120);

    private final Path workspace;
    private final Path folder;
    private final Set<ScreenId> screens;
    private final Runnable done;
    private final Deque<Shot> shots = new ArrayDeque<>();
    private MainWindow window;
    private volatile RuntimeException failure;

    /**
     * A picture to take.
     *
     * @param search whether the Plan screen finds bits, instead of showing the plan
     */
    private record Shot(ScreenId screen, boolean search, Theme theme, int width, int height) {

        String name() {
            return "%s%s-%s-%dx%d.png"
                    .formatted(
                            screen.key(),
                            search ? "-search" : "",
                            theme.name().toLowerCase(Locale.ROOT),
                            width,
                            height);
        }
    }

    Screenshots(Path workspace, Path folder, Set<ScreenId> screens, Runnable done) {
        this.screens = screens;
        this.workspace = workspace;
        this.folder = folder;
        this.done = done;
        if (!Files.isDirectory(workspace)) {
            throw new BadInputException(AppTexts.text("screenshots.noWorkspace", workspace));
        }
    }

    /**
     * Screens by their names.
     *
     * @param names none for all
     * @throws BadInputException if there is none of a name
     */
    static Set<ScreenId> named(Set<String> names) {
        Set<ScreenId> found = EnumSet.noneOf(ScreenId.class);
        for (ScreenId id : ScreenId.values()) {
            if (names.isEmpty() || names.contains(id.key())) {
                found.add(id);
            }
        }
        List<String> known = Arrays.stream(ScreenId.values()).map(ScreenId::key).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new BadInputException(AppTexts.text("screenshots.noScreen", String.join(", ", known), name));
            }
        }
        return found;
    }

    /** What kept the pictures from being made, if anything did. */
    void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /** On the JavaFX thread. */
    void begin() {
        try {
            Path state = Files.createTempDirectory("bitscale-screenshots").resolve("window.json");
            window = new MainWindow(new StateFile(state), done);
            window.open(Optional.of(workspace), Optional.of("sample:shapes_resnet8"));
            // Growing only: the toolkit's screen in memory does not like to shrink.
            for (int width : new int[] {1280, 1600}) {
                for (Theme theme : Theme.values()) {
                    for (ScreenId screen : screens) {
                        if (window.view().has(screen)) {
                            shots.add(new Shot(screen, false, theme, width, width * 5 / 8));
                            if (screen == ScreenId.PLAN) {
                                shots.add(new Shot(screen, true, theme, width, width * 5 / 8));
                            }
                        }
                    }
                }
            }
            Files.createDirectories(folder);
            when(() -> window.desk().model().get().isPresent(), PATIENCE, this::openData);
        } catch (IOException | RuntimeException e) {
            end(e);
        }
    }

    private void openData() {
        window.desk().openData(OpenData.SAMPLE, this::chooseRuns, refused -> end(new BadInputException(refused)));
    }

    /** A comparison of nothing makes no picture. */
    private void chooseRuns() {
        List<RunRow> rows = window.desk().openWorkspace().runs().rows(RunFilter.ALL, 0, Integer.MAX_VALUE);
        window.desk()
                .select(Suggestion.of(rows).stream()
                        .map(suggestion -> suggestion.run().id())
                        .toList());
        next();
    }

    private static void wait(double millis, Runnable then) {
        PauseTransition pause = new PauseTransition(Duration.millis(millis));
        pause.setOnFinished(event -> then.run());
        pause.play();
    }

    /** As soon as {@code condition} holds; without end it is not waited for. */
    private void when(BooleanSupplier condition, Duration patience, Runnable then) {
        if (condition.getAsBoolean()) {
            then.run();
        } else if (patience.lessThan(Duration.ZERO)) {
            end(new BadInputException(AppTexts.text("screenshots.slow")));
        } else {
            wait(STEP.toMillis(), () -> when(condition, patience.subtract(STEP), then));
        }
    }

    private void next() {
        if (shots.isEmpty()) {
            window.close();
            return;
        }
        Shot shot = shots.remove();
        window.appearance().theme().set(shot.theme());
        window.stage().setWidth(shot.width());
        window.stage().setHeight(shot.height());
        window.desk().screen().set(shot.screen());
        if (shot.screen() == ScreenId.MODEL) {
            chooseLayer();
        } else if (shot.screen() == ScreenId.PLAN) {
            search(shot.search());
        }
        // What the screen reads at once begins within a moment; what it asks the worker takes as long as it takes.
        wait(SETTLE.toMillis(), () -> takeWhenIdle(shot));
    }

    private boolean isIdle() {
        Node begin = window.stage().getScene().lookup("#search-begin");
        return window.isIdle() && (begin == null || !begin.isDisabled());
    }

    /** What has come may make a screen ask for more: it is looked at twice. */
    private void takeWhenIdle(Shot shot) {
        when(
                this::isIdle,
                PATIENCE,
                () -> wait(LAST.toMillis(), () -> {
                    if (isIdle()) {
                        take(shot);
                    } else {
                        takeWhenIdle(shot);
                    }
                }));
    }

    /** In the sample network, the first layer with few bits, of which there is most to see; and colours by bits. */
    private void chooseLayer() {
        if (window.stage().getScene().lookup("#layers") instanceof TableView<?> layers) {
            layers.getSelectionModel().select(Math.min(3, layers.getItems().size() - 1));
        }
        if (window.stage().getScene().lookup("#colour-by") instanceof ComboBox<?> colours) {
            colours.getSelectionModel().select(1);
        }
    }

    /** Finds plans, once; or shows the plan again. */
    private void search(boolean shown) {
        Scene scene = window.stage().getScene();
        if (scene.lookup("#find-bits") instanceof ToggleButton finds) {
            finds.setSelected(shown);
        }
        if (shown
                && scene.lookup("#found-plans") instanceof TableView<?> plans
                && plans.getItems().isEmpty()
                && scene.lookup("#search-begin") instanceof Button begin) {
            begin.fire();
        }
    }

    private void take(Shot shot) {
        try {
            WritableImage picture = window.stage().getScene().snapshot(null);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(SwingFXUtils.fromFXImage(picture, null), "png", bytes);
            DurableFile.write(folder.resolve(shot.name()), bytes.toByteArray());
            next();
        } catch (IOException | RuntimeException e) {
            end(e);
        }
    }

    private void end(Exception e) {
        failure = e instanceof RuntimeException known
                ? known
                : new BadInputException("The pictures cannot be written: " + e.getMessage(), e);
        if (window == null) {
            done.run();
        } else {
            window.close();
        }
    }
}
