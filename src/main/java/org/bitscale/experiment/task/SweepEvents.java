package org.bitscale.experiment.task;

import java.util.function.Consumer;

/**
 * Brings a sweep's events to any number of listeners, ten times a second, from a thread of its own. Of how far a trial is,
 * each listener hears the newest only; of log lines, at most a thousand at a time. So nobody is flooded, and a listener
 * that is slow slows no trial down.
 */
public final class SweepEvents implements Consumer<SweepEvent>, AutoCloseable {

    private final Broadcast<SweepEvent> broadcast =
            new Broadcast<>(SweepEvent::replaces, event -> event instanceof SweepEvent.Logged);

    /** Adds a listener; it is called from one thread, one event after another. Run what is given back to end it. */
    public Runnable subscribe(Consumer<SweepEvent> listener) {
        return broadcast.subscribe(listener);
    }

    /** Queues an event for everyone; returns at once. */
    @Override
    public void accept(SweepEvent event) {
        broadcast.publish(event);
    }

    /** Delivers what is still queued. */
    @Override
    public void close() {
        broadcast.close();
    }
}
