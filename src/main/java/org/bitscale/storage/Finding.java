package org.bitscale.storage;

/**
 * Something that is not as it should be in a workspace.
 *
 * @param severity how bad it is
 * @param problem what is wrong, one line
 * @param remedy what to do about it, one line
 */
public record Finding(Severity severity, String problem, String remedy) {

    /** How bad a finding is. */
    public enum Severity {
        /** Something is lost or cannot be relied on. */
        ERROR,
        /** Nothing is lost. */
        WARNING
    }

    static Finding error(String problem, String remedy) {
        return new Finding(Severity.ERROR, problem, remedy);
    }

    static Finding warning(String problem, String remedy) {
        return new Finding(Severity.WARNING, problem, remedy);
    }
}
