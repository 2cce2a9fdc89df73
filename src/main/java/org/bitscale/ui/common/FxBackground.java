package org.bitscale.ui.common;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.application.Platform;

/** Daemon threads, and JavaFX's own. */
public final class FxBackground implements Background {

    private final ThreadPoolExecutor workers =
            (ThreadPoolExecutor) Executors.newCachedThreadPool(daemons("bitscale-background"));
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(daemons("bitscale-clock"));

    private volatile boolean closed;

    /** Threads are started when there is work. */
    public FxBackground() {}

    /** Whether nothing is being worked on now. */
    public boolean isIdle() {
        return workers.getActiveCount() == 0;
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            var thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName(name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public <T> Job run(Callable<T> work, Consumer<? super T> done, Consumer<Throwable> failed) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Future<?> future = workers.submit(() -> {
            try {
                T result = work.call();
                deliver(cancelled, () -> done.accept(result));
            } catch (Exception | LinkageError | OutOfMemoryError e) {
                // Every failure reaches the user: none may end in a future that nobody reads.
                deliver(cancelled, () -> failed.accept(e));
            }
        });
        return () -> {
            cancelled.set(true);
            future.cancel(true);
        };
    }

    private void deliver(AtomicBoolean cancelled, Runnable action) {
        Platform.runLater(() -> {
            if (!cancelled.get() && !closed) {
                action.run();
            }
        });
    }

    @Override
    public void later(Runnable action) {
        Platform.runLater(action);
    }

    @Override
    public Job after(Duration delay, Runnable action) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Future<?> future = clock.schedule(() -> deliver(cancelled, action), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            cancelled.set(true);
            future.cancel(false);
        };
    }

    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        workers.shutdownNow();
    }
}
