package org.bitscale;

import java.util.concurrent.CancellationException;

/** Hears how far a long task is, and can stop it. Called from the thread that does the work; must return at once. */
public interface Progress {

    /** Hears nothing and never stops. */
    Progress NONE = new Progress() {
        @Override
        public void update(String phase, long done, long total, String detail) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    };

    /**
     * @param phase what is being done, such as {@code train}
     * @param done steps done
     * @param total steps in all
     * @param detail something worth showing, such as the loss; may be empty
     */
    void update(String phase, long done, long total, String detail);

    /** Whether the task should stop. */
    boolean isCancelled();

    /**
     * Stops the task if it should.
     *
     * @throws CancellationException if so
     */
    default void checkCancelled() {
        if (isCancelled() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("cancelled");
        }
    }
}
