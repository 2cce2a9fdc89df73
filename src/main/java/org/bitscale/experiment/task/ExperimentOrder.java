package org.bitscale.experiment.task;

import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;

/**
 * An experiment that somebody wants to have run.
 *
 * @param spec as its file tells it
 * @param text the file's text
 * @param place where its model and data lie
 * @param options how it is run
 */
public record ExperimentOrder(
        ExperimentSpec spec, String text, ExperimentPlace place, ExperimentSession.Options options) {

    /** The same, whatever has become of model and data. */
    ExperimentOrder accepting() {
        return new ExperimentOrder(spec, text, place, options.accepting());
    }
}
