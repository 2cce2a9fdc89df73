package org.bitscale.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.bitscale.Progress;

/**
 * Progress on standard error: a bar with time left where that is a terminal, else a line now and then, so that a log
 * stays readable.
 */
final class TerminalProgress implements Progress, AutoCloseable {

    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int WIDTH = 100;

    private final PrintWriter err;
    private final boolean shown;
    private final boolean terminal;
    private String phase = "";
    private String prefix = "";
    private ProgressBar bar;
    private long phaseStart;
    private long lastLine;

    TerminalProgress(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
        this.terminal = System.console() != null;
    }

    /** Puts {@code text} before the names of the phases that follow. */
    synchronized void prefix(String text) {
        finishPhase();
        prefix = text.isEmpty() ? "" : text + " ";
    }

    @Override
    public synchronized void update(String newPhase, long done, long total, String detail) {
        if (!shown) {
            return;
        }
        if (!newPhase.equals(phase)) {
            finishPhase();
            phase = newPhase;
            phaseStart = System.nanoTime();
            lastLine = phaseStart;
            bar = terminal ? newBar(total) : null;
        }
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(detail);
        } else if (System.nanoTime() - lastLine >= LINE_NANOS) {
            lastLine = System.nanoTime();
            double left = (lastLine - phaseStart) / 1e9 * (total - done) / Math.max(1, done);
            err.println(Messages.text("progress.line", prefix + phase, done, total, Math.round(left), detail));
            err.flush();
        }
        if (done >= total) {
            finishPhase();
        }
    }

    private ProgressBar newBar(long total) {
        return new ProgressBarBuilder()
                .setTaskName(prefix + phase)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .setMaxRenderedLength(WIDTH)
                .clearDisplayOnFinish()
                .setConsumer(new DelegatingProgressBarConsumer(
                        line -> {
                            err.print('\r' + line);
                            err.flush();
                        },
                        WIDTH))
                .build();
    }

    private void finishPhase() {
        if (bar != null) {
            bar.close();
            bar = null;
            err.print('\r' + " ".repeat(WIDTH) + '\r');
            err.flush();
        }
        phase = "";
    }

    /** Takes the bar away. */
    synchronized void clear() {
        finishPhase();
    }

    /** Lets something be printed in between: the bar is taken away, and comes back with the next update. */
    synchronized void interrupt(Runnable print) {
        finishPhase();
        print.run();
    }

    @Override
    public boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public synchronized void close() {
        finishPhase();
    }
}
