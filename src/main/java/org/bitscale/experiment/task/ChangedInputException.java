package org.bitscale.experiment.task;

import org.bitscale.BadInputException;

/** Model or data are not what an experiment's file or its earlier runs say; whoever knows why may accept that. */
public final class ChangedInputException extends BadInputException {

    private static final long serialVersionUID = 1L;

    /** @param message one line: what was expected, what came, what to do */
    ChangedInputException(String message) {
        super(message);
    }
}
