package org.bitscale.experiment.task;

import java.util.OptionalDouble;
import java.util.function.Consumer;

/** How far a sweep is. */
final class SweepTally {

    private final int total;
    private final int known;
    private final SweepControl control;
    private final Consumer<SweepEvent> events;
    private final long start;
    private int finished;
    private int found;
    private int failed;
    private int cancelled;
    private int left;
    private double trainingSeconds;

    /**
     * @param total trials of the experiment
     * @param known those that had a finished run before
     */
    SweepTally(int total, int known, SweepControl control, Consumer<SweepEvent> events) {
        this.total = total;
        this.known = known;
        this.control = control;
        this.events = events;
        this.start = control.nanoTime();
    }

    /** Time since the beginning, pauses left out. */
    long nanos() {
        return control.nanoTime() - start;
    }

    /** A trial ended. */
    void ended(TrialEnd end) {
        if (end instanceof TrialEnd.Finished result) {
            finished++;
            trainingSeconds += result.outcome().trainingSeconds();
        } else if (end instanceof TrialEnd.Failed) {
            failed++;
        } else {
            cancelled++;
        }
    }

    /** Another process finished one meanwhile. */
    void foundFinished() {
        found++;
    }

    /** Some will not be run this time. */
    void leave(int trials) {
        left += trials;
    }

    /** Says how far the sweep is. */
    void publish(OptionalDouble secondsLeft) {
        int done = known + finished + failed + cancelled + found;
        events.accept(new SweepEvent.Overall(done, total, secondsLeft.orElse(-1)));
    }

    Sweep.Summary summary(int workers) {
        return new Sweep.Summary(
                total, known, finished, failed, cancelled, left, nanos() / 1e9, trainingSeconds, workers);
    }
}
