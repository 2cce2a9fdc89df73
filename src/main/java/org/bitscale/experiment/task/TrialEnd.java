package org.bitscale.experiment.task;

/** How a trial ended. */
public sealed interface TrialEnd {

    /** How often it was started. */
    int attempts();

    /** With a result. */
    record Finished(TrialOutcome outcome, int attempts) implements TrialEnd {}

    /** Without one, for the reason in {@code message}. */
    record Failed(String message, int attempts) implements TrialEnd {}

    /** By the user. */
    record Cancelled(int attempts) implements TrialEnd {}
}
