package org.bitscale.app;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.task.Priority;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.StateFile;

/**
 * The window on a real display, for a look from outside. {@code RealWindow FOLDER} opens it and closes it when network and
 * data are open; {@code RealWindow FOLDER sweep} runs the quickstart meanwhile, goes from screen to screen, and tells how
 * late pulses were, and on which screen those late by more than 100 ms. {@code -Dstarted=MILLIS} says when the process was
 * started. Prints one line of {@code key=value} pairs.
 */
final class RealWindow {

    private static final double PULSE_MILLIS = 1000.0 / 60;
    private static final double NOTABLE_MILLIS = 100;
    private static final long SCREEN_MILLIS = 1500;

    private final long started;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Double> delays = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final boolean sweep;
    private long firstPulse;
    private long lastPulse;
    private MainWindow window;

    private RealWindow(long started, boolean sweep) {
        this.started = started;
        this.sweep = sweep;
    }

    public static void main(String[] arguments) throws InterruptedException {
        // Of the machine's process table the start is known to a second only; who starts this may know better.
        long started =
                Long.getLong("started", ManagementFactory.getRuntimeMXBean().getStartTime());
        RealWindow real = new RealWindow(started, arguments.length > 1);
        Platform.startup(() -> real.open(Path.of(arguments[0])));
        real.closed.await();
        Platform.exit();
        System.out.println(real.result());
    }

    private void open(Path folder) {
        window = new MainWindow(new StateFile(folder.resolve("window.json")), closed::countDown);
        window.open(Optional.of(folder.resolve("workspace")), Optional.empty());
        new AnimationTimer() {
            @Override
            public void handle(long now) {
                pulse();
            }
        }.start();
        when(() -> window.desk().data().get().isPresent(), this::begin);
    }

    private void pulse() {
        long now = System.nanoTime();
        if (firstPulse == 0) {
            firstPulse = System.currentTimeMillis();
        } else {
            double delay = Math.max(0, (now - lastPulse) / 1e6 - PULSE_MILLIS);
            if (delay > NOTABLE_MILLIS && sweep) {
                late.add(String.format(
                        Locale.ROOT, "%s:%.0f", window.desk().screen().get(), delay));
            }
            delays.add(delay);
        }
        lastPulse = now;
    }

    private void begin() {
        if (!sweep) {
            window.close();
            return;
        }
        delays.clear();
        String text = SampleModels.text("quickstart.yaml");
        window.desk()
                .submit(
                        ExperimentFile.parse(text, "quickstart"),
                        text,
                        window.desk().openWorkspace().folder(),
                        Priority.NORMAL,
                        () -> {},
                        refused -> {
                            throw new IllegalStateException(refused);
                        });
        after(SCREEN_MILLIS, this::nextScreen);
    }

    private void nextScreen() {
        if (!window.desk().tasks().isBusy()) {
            window.close();
            return;
        }
        ScreenId[] screens =
                Arrays.stream(ScreenId.values()).filter(window.view()::has).toArray(ScreenId[]::new);
        int now = Arrays.asList(screens).indexOf(window.desk().screen().get());
        window.desk().screen().set(screens[(now + 1) % screens.length]);
        after(SCREEN_MILLIS, this::nextScreen);
    }

    private static void after(double millis, Runnable action) {
        var pause = new javafx.animation.PauseTransition(javafx.util.Duration.millis(millis));
        pause.setOnFinished(event -> action.run());
        pause.play();
    }

    private static void when(BooleanSupplier condition, Runnable action) {
        if (condition.getAsBoolean()) {
            action.run();
        } else {
            after(50, () -> when(condition, action));
        }
    }

    private String result() {
        double[] sorted =
                delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "screen=%s first_pulse_ms=%d pulses=%d delay_p50_ms=%.0f delay_p99_ms=%.0f delay_max_ms=%.0f late=%s",
                window.desk().screen().get(),
                firstPulse - started,
                sorted.length,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 1),
                String.join(",", late));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
    }
}
