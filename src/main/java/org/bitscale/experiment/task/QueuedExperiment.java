package org.bitscale.experiment.task;

import java.util.Optional;

/**
 * An experiment in a queue, at one moment.
 *
 * @param id unique in the queue
 * @param name of the experiment
 * @param state where it is
 * @param priority when its turn comes
 * @param done trials that need no more work, those of earlier times included
 * @param total all of them; 0 until it was prepared
 * @param secondsLeft estimate, pauses left out; negative while nothing is known
 * @param failure one line that says why it failed
 * @param acceptable whether it failed only because model or data have changed, which can be accepted
 * @param summary what it came to, once it ran
 */
public record QueuedExperiment(
        String id,
        String name,
        State state,
        Priority priority,
        int done,
        int total,
        double secondsLeft,
        Optional<String> failure,
        boolean acceptable,
        Optional<Sweep.Summary> summary) {

    /** Where an experiment is. */
    public enum State {
        /** Others come first. */
        WAITING,
        /** Model, data and plans are checked. */
        PREPARING,
        /** The best number of workers is measured. */
        MEASURING,
        /** Trials run. */
        RUNNING,
        /** Trials hold still. */
        PAUSED,
        /** Every trial ended, or its time was over. */
        DONE,
        /** It could not be run. */
        FAILED,
        /** It was stopped; it goes on from its checkpoints when it is submitted again. */
        CANCELLED;

        /** Whether nothing more will happen. */
        public boolean hasEnded() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }
}
