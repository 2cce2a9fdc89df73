package org.bitscale.engine;

import org.bitscale.BadInputException;

/** A training whose loss is no number any more. */
public final class DivergenceException extends BadInputException {

    private static final long serialVersionUID = 1L;

    DivergenceException(String message) {
        super(message);
    }
}
