package org.bitscale.experiment.run;

import java.time.Instant;
import java.util.List;

/**
 * An experiment that was started in a workspace.
 *
 * @param name unique in the workspace
 * @param file the experiment file's text as it was given
 * @param created when it was first started
 * @param trials hashes of its trials, in order
 */
public record ExperimentRecord(String name, String file, Instant created, List<String> trials) {

    /** Copies. */
    public ExperimentRecord {
        trials = List.copyOf(trials);
    }
}
