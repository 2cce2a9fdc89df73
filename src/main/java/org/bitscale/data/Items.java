package org.bitscale.data;

import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Work on many examples at once, in the Java common pool, that stops when the calling thread is interrupted. */
final class Items {
    private Items() {}

    /**
     * Runs the work once for each number from 0 to {@code count - 1}, on several threads.
     *
     * @throws CancellationException if the calling thread is interrupted; its interrupt flag stays set
     */
    static void forEach(int count, IntConsumer work) {
        Thread caller = Thread.currentThread();
        IntStream.range(0, count).parallel().forEach(index -> {
            if (caller.isInterrupted()) {
                throw cancelled();
            }
            work.accept(index);
        });
        requireNotInterrupted();
    }

    /** @throws CancellationException if the calling thread is interrupted; its interrupt flag stays set */
    static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    static CancellationException cancelled() {
        return new CancellationException("opening the data was interrupted");
    }
}
