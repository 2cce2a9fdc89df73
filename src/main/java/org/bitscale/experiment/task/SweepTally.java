package org.bitscale.experiment.task;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.bitscale.experiment.run.Trial;

/** How far a sweep is. */
final class SweepTally {

    private final int total;
    private final int known;
    private final SweepControl control;
    private final Consumer<SweepEvent> events;
    private final TimeLeft timeLeft;
    private final long start;
    private int finished;
    private int found;
    private int failed;
    private int cancelled;
    private int left;
    private double trainingSeconds;

    /**
     * @param total trials of the experiment
     * @param ahead those that had no finished run before
     */
    SweepTally(int total, Collection<Trial> ahead, SweepControl control, Consumer<SweepEvent> events) {
        this.total = total;
        this.known = total - ahead.size();
        this.timeLeft = new TimeLeft(ahead);
        this.control = control;
        this.events = events;
        this.start = control.nanoTime();
    }

    /** Time since the beginning, pauses left out. */
    long nanos() {
        return control.nanoTime() - start;
    }

    /** An epoch was trained. */
    void epoch(double seconds) {
        timeLeft.epoch(seconds);
    }

    /** A trial ended that took so many seconds, pauses left out. */
    void ended(Trial trial, TrialEnd end, double seconds) {
        timeLeft.leave(trial);
        if (end instanceof TrialEnd.Finished result) {
            finished++;
            trainingSeconds += result.outcome().trainingSeconds();
            timeLeft.finished(seconds - result.outcome().trainingSeconds());
        } else if (end instanceof TrialEnd.Failed) {
            failed++;
        } else {
            cancelled++;
        }
    }

    /** Another process finished one meanwhile. */
    void foundFinished(Trial trial) {
        timeLeft.leave(trial);
        found++;
    }

    /** It will not be run this time. */
    void leave(Trial trial) {
        timeLeft.leave(trial);
        left++;
    }

    /** Says how far the sweep is. */
    void publish(List<TimeLeft.Underway> underway, int workers) {
        int done = known + finished + failed + cancelled + found;
        double seconds = timeLeft.seconds(underway, workers).orElse(-1);
        events.accept(new SweepEvent.Overall(done, total, seconds));
    }

    Sweep.Summary summary(int workers) {
        return new Sweep.Summary(
                total, known, finished, failed, cancelled, left, nanos() / 1e9, trainingSeconds, workers);
    }
}
