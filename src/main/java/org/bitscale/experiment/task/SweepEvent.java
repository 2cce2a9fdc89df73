package org.bitscale.experiment.task;

import java.util.Optional;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.Trial;

/** Something that happened in a sweep. */
public sealed interface SweepEvent {

    /** What an event is the newest state of; empty for one that stands for itself. */
    default Optional<String> replaces() {
        return Optional.empty();
    }

    /** A trial began. */
    record Started(String trialHash, Trial trial, int attempt) implements SweepEvent {}

    /** How far a trial is; the newest replaces those before it. */
    record Progressed(String trialHash, String label, String phase, long done, long total, String detail)
            implements SweepEvent {
        @Override
        public Optional<String> replaces() {
            return Optional.of(trialHash);
        }
    }

    /** An epoch is over. */
    record EpochDone(String trialHash, EpochRecord epoch) implements SweepEvent {}

    /** A worker logged a line. */
    record Logged(String trialHash, String line) implements SweepEvent {}

    /** A run was recorded. */
    record Ended(Run run) implements SweepEvent {}

    /**
     * How far the sweep is.
     *
     * @param done trials that need no more work, those of earlier times included
     * @param total all of them
     * @param secondsLeft estimated from this time's trials; negative while nothing is known
     */
    record Overall(int done, int total, double secondsLeft) implements SweepEvent {
        @Override
        public Optional<String> replaces() {
            return Optional.of("");
        }
    }
}
