package org.bitscale.data;

import org.bitscale.BadInputException;

/**
 * Data that cannot be used. The message is one line fit for the user: what was expected, what came, what to do.
 */
public final class DataException extends BadInputException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public DataException(String message) {
        super(message);
    }

    /**
     * @param message one line for the user
     * @param cause what a lower layer reported
     */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
