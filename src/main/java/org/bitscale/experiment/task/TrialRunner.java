package org.bitscale.experiment.task;

import java.nio.file.Path;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.run.EpochRecord;

/**
 * Runs trials somewhere. What goes in and what comes out is data, so that it may be another process here or another
 * computer.
 */
public interface TrialRunner extends AutoCloseable {

    /** How many trials run at the same time. */
    int capacity();

    /** Threads of one trial. */
    int threads();

    /**
     * Says what identifies a model and data.
     *
     * @throws org.bitscale.BadInputException if one of them cannot be used
     */
    Describe.Result describe(Path model, DataOptions data);

    /** Queues a trial; {@code listener} hears of it, from other threads, until {@link TrialListener#ended}. */
    Ticket submit(TrialTask task, TrialListener listener);

    /** Holds all trials still after their current step, or lets them go on. */
    void pause(boolean paused);

    /** A queued or running trial. */
    interface Ticket {

        /** Stops it within two seconds; the listener hears {@link TrialEnd.Cancelled}. Its checkpoint stays. */
        void cancel();

        /** Holds it still after its current step, or lets it go on. */
        void pause(boolean paused);
    }

    /** Hears of one trial. Must return at once. */
    interface TrialListener {

        /** It began, for the {@code attempt}th time, the first being 1. */
        default void started(int attempt) {}

        /** How far it is. */
        default void progressed(String phase, long done, long total, String detail) {}

        /** An epoch is over; after a new start those of the checkpoint are heard again. */
        default void epoch(EpochRecord epoch) {}

        /** It holds still, as it was told. */
        default void held() {}

        /** Something was logged. */
        default void logged(String line) {}

        /** It ended; nothing more is heard. */
        void ended(TrialEnd end);
    }

    /** Cancels everything and ends the processes. */
    @Override
    void close();
}
