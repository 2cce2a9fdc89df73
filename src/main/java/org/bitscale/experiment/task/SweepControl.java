package org.bitscale.experiment.task;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Steers a sweep from outside: from any thread, before it runs and while it does. */
public final class SweepControl {

    private final Set<String> cancelled = new HashSet<>();
    private boolean stopped;
    private boolean paused;
    private long pausedAt;
    private long pausedNanos;

    /** Stops the sweep for good: trials are cancelled, and go on from their checkpoints in the next sweep. */
    public synchronized void stop() {
        stopped = true;
    }

    /** Holds all trials still after their current step and starts none, or lets the sweep go on. */
    public synchronized void pause(boolean hold) {
        if (hold && !paused) {
            pausedAt = System.nanoTime();
        } else if (!hold && paused) {
            pausedNanos += System.nanoTime() - pausedAt;
        }
        paused = hold;
    }

    /** Cancels one trial, running or still waiting; the others go on. It is recorded as cancelled. */
    public synchronized void cancel(String trialHash) {
        cancelled.add(trialHash);
    }

    /** Whether it was stopped. */
    public synchronized boolean isStopped() {
        return stopped;
    }

    /** Whether it holds still. */
    public synchronized boolean isPaused() {
        return paused;
    }

    synchronized boolean isCancelled(String trialHash) {
        return cancelled.contains(trialHash);
    }

    /** Those of some trials that were cancelled one by one. */
    synchronized Set<String> cancelledOf(Collection<String> trialHashes) {
        Set<String> found = new HashSet<>(trialHashes);
        found.retainAll(cancelled);
        return found;
    }

    /** A monotonic time in nanoseconds that stands still during pauses. */
    synchronized long nanoTime() {
        long now = paused ? pausedAt : System.nanoTime();
        return now - pausedNanos;
    }
}
