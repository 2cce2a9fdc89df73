package org.bitscale.app;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;
import org.bitscale.BadInputException;
import org.bitscale.cli.WindowOpener;
import org.bitscale.ui.desk.StateFile;

/** Starts JavaFX for the window, or for pictures of it in memory. */
final class JavaFxWindows implements WindowOpener {

    private static final Logger TOOLKIT_LOG = Logger.getLogger("javafx");

    @Override
    public void open(Optional<Path> workspace, Optional<String> model) {
        requireDisplay();
        CountDownLatch closed = new CountDownLatch(1);
        start(() -> new MainWindow(StateFile.ofUser(), closed::countDown).open(workspace, model));
        await(closed);
    }

    @Override
    public void screenshots(Path workspace, Path folder, Set<String> screens) {
        // A screen in memory, whatever display there is: pictures are the same everywhere.
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("headless.geometry", "1920x1200-32");
        System.setProperty("prism.order", "sw");
        CountDownLatch done = new CountDownLatch(1);
        Screenshots screenshots = new Screenshots(workspace, folder, Screenshots.named(screens), done::countDown);
        start(screenshots::begin);
        await(done);
        screenshots.throwFailure();
    }

    private static void requireDisplay() {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        boolean inMemory = "Monocle".equals(System.getProperty("glass.platform"));
        if (linux && !inMemory && isBlank("DISPLAY") && isBlank("WAYLAND_DISPLAY")) {
            throw new BadInputException(AppTexts.text("noDisplay"));
        }
    }

    private static boolean isBlank(String variable) {
        return System.getenv(variable) == null || System.getenv(variable).isBlank();
    }

    private static void start(Runnable window) {
        // JavaFX says on every start that it is no module here; that is meant so.
        TOOLKIT_LOG.setLevel(Level.SEVERE);
        // Charts are drawn by Java 2D into memory; it must not reach for a display of its own.
        System.setProperty("java.awt.headless", "true");
        try {
            Platform.startup(window);
        } catch (UnsupportedOperationException e) {
            throw new BadInputException(AppTexts.text("noDisplay"), e);
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            throw new BadInputException(AppTexts.text("noToolkit", String.valueOf(e.getMessage())), e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Platform.exit();
        }
    }
}
