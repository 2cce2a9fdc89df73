package org.bitscale.experiment.task;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears of failures that no thread caught, in the place of whoever did before; until it is closed. */
final class UncaughtFailures implements AutoCloseable {

    private final UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final BlockingQueue<Throwable> heard = new LinkedBlockingQueue<>();

    UncaughtFailures() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> heard.add(failure));
    }

    /** The next one; null if there is none for long. */
    Throwable next() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
