package org.bitscale.experiment.task;

/** A trial in a pool: what was asked for it meanwhile. */
final class Job {

    private final TrialTask task;
    private final TrialRunner.TrialListener listener;
    private volatile boolean cancelled;
    private volatile boolean paused;

    Job(TrialTask task, TrialRunner.TrialListener listener) {
        this.task = task;
        this.listener = listener;
    }

    TrialTask task() {
        return task;
    }

    TrialRunner.TrialListener listener() {
        return listener;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isPaused() {
        return paused;
    }

    void cancel() {
        cancelled = true;
    }

    void pause(boolean hold) {
        paused = hold;
    }
}
