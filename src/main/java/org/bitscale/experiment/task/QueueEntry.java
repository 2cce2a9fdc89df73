package org.bitscale.experiment.task;

import java.util.Optional;

/** An experiment in a queue. Guarded by its queue's lock. */
final class QueueEntry {

    private final String id;
    private final ExperimentOrder order;
    private final SweepControl control = new SweepControl();
    private Priority priority;
    private QueuedExperiment.State state = QueuedExperiment.State.WAITING;
    private int done;
    private int total;
    private double secondsLeft = -1;
    private Optional<String> failure = Optional.empty();
    private boolean acceptable;
    private Optional<Sweep.Summary> summary = Optional.empty();

    QueueEntry(String id, ExperimentOrder order, Priority priority) {
        this.id = id;
        this.order = order;
        this.priority = priority;
    }

    String id() {
        return id;
    }

    ExperimentOrder order() {
        return order;
    }

    SweepControl control() {
        return control;
    }

    Priority priority() {
        return priority;
    }

    void setPriority(Priority value) {
        priority = value;
    }

    QueuedExperiment.State state() {
        return state;
    }

    void enter(QueuedExperiment.State next) {
        state = next;
    }

    void prepared(int trials) {
        total = trials;
    }

    void progressed(SweepEvent.Overall overall) {
        done = overall.done();
        total = overall.total();
        secondsLeft = overall.secondsLeft();
    }

    void ended(Sweep.Summary result) {
        summary = Optional.of(result);
        state = control.isStopped() ? QueuedExperiment.State.CANCELLED : QueuedExperiment.State.DONE;
    }

    /** Ended without a result; what fails once it was stopped fails because of that. */
    void broken(String message) {
        if (control.isStopped()) {
            state = QueuedExperiment.State.CANCELLED;
        } else {
            state = QueuedExperiment.State.FAILED;
            failure = Optional.of(message);
        }
    }

    /** Stopped because of a change that the user may accept. */
    void changed(String message) {
        broken(message);
        acceptable = state == QueuedExperiment.State.FAILED;
    }

    boolean isAcceptable() {
        return acceptable;
    }

    QueuedExperiment snapshot() {
        boolean paused = state == QueuedExperiment.State.RUNNING && control.isPaused();
        return new QueuedExperiment(
                id,
                order.spec().name(),
                paused ? QueuedExperiment.State.PAUSED : state,
                priority,
                done,
                total,
                state.hasEnded() ? 0 : secondsLeft,
                failure,
                acceptable,
                summary);
    }
}
