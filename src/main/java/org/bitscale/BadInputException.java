package org.bitscale;

/**
 * Something the user gave is wrong: a file, an option, a combination of options, data. The message is one line that
 * says what was expected, what came, and what to do; it is shown as it is. Programming errors are never reported so.
 */
public class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: what was expected, what came, what to do
     */
    public BadInputException(String message) {
        super(oneLine(message));
    }

    /**
     * @param message one line: what was expected, what came, what to do
     * @param cause what revealed it
     */
    public BadInputException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /** Names from files are quoted in messages, and may hold line breaks or what steers a terminal. */
    private static String oneLine(String message) {
        return message.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ");
    }
}
