package org.bitscale.experiment.task;

import java.util.List;
import java.util.Optional;

/** Something that happened in a queue of experiments. */
public sealed interface QueueEvent {

    /** What an event is the newest state of; empty for one that stands for itself. */
    Optional<String> replaces();

    /** The queue as it is now, in the order of {@link ExperimentQueue#snapshot()}; the newest replaces those before it. */
    record Changed(List<QueuedExperiment> experiments) implements QueueEvent {

        /** Copies. */
        public Changed {
            experiments = List.copyOf(experiments);
        }

        @Override
        public Optional<String> replaces() {
            return Optional.of("");
        }
    }

    /** Something happened in the running experiment {@code id}. */
    record InSweep(String id, SweepEvent event) implements QueueEvent {
        @Override
        public Optional<String> replaces() {
            return event.replaces().map(what -> id + " " + what);
        }
    }
}
