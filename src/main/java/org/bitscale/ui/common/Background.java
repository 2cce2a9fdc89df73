package org.bitscale.ui.common;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Brings work away from the JavaFX thread and its results back to it. */
public interface Background extends AutoCloseable {

    /**
     * Does work on another thread.
     *
     * @param work what to do; it is interrupted if the job is cancelled
     * @param done hears the result on the JavaFX thread, unless the job was cancelled
     * @param failed hears what went wrong on the JavaFX thread, unless the job was cancelled
     */
    <T> Job run(Callable<T> work, Consumer<? super T> done, Consumer<Throwable> failed);

    /** Does something on the JavaFX thread, later. */
    void later(Runnable action);

    /** Does something on the JavaFX thread after some time, unless the job is cancelled. */
    Job after(Duration delay, Runnable action);

    @Override
    void close();

    /** Work that was begun. */
    interface Job {

        /** Nothing to do. */
        Job NONE = () -> {};

        /** Stops it; nothing more is heard of it. */
        void cancel();
    }
}
