package org.bitscale.experiment.task;

/**
 * Failures that nobody expected, on threads that must go on all the same. They reach whoever hears of uncaught exceptions
 * in this program, so that the user is told and not a log alone.
 */
final class Unexpected {

    private Unexpected() {}

    /** Tells of a failure of the current thread. */
    static void tell(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
