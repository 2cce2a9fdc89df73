package org.bitscale.experiment.task;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.bitscale.Progress;

/** Tells the parent how far a worker is, a few times a second, and holds or stops the work when the parent says so. */
final class WorkerProgress implements Progress {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Consumer<Reply> out;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean cancelled;
    private boolean paused;
    private String phase = "";
    private long last;

    WorkerProgress(Consumer<Reply> out) {
        this.out = out;
    }

    void cancel() {
        set(true, false);
    }

    void pause() {
        set(false, true);
    }

    void resume() {
        set(false, false);
    }

    /** Before the next piece of work: a cancellation meant the last. */
    void reset() {
        set(false, false);
    }

    private void set(boolean cancel, boolean pause) {
        lock.lock();
        try {
            cancelled = cancel;
            paused = pause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void update(String newPhase, long done, long total, String detail) {
        long now = System.nanoTime();
        if (!newPhase.equals(phase) || now - last >= INTERVAL_NANOS) {
            phase = newPhase;
            last = now;
            out.accept(new Reply.Progressed(newPhase, done, total, detail));
        }
    }

    /** Waits while the work is held. */
    @Override
    public boolean isCancelled() {
        lock.lock();
        try {
            if (paused) {
                out.accept(new Reply.Paused());
            }
            while (paused) {
                changed.await();
            }
            return cancelled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
