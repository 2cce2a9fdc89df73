package org.bitscale.experiment.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to any number of listeners, ten times a second, from a thread of its own. Of how far a trial is, each
 * listener hears the newest only; of log lines, at most a thousand at a time. So nobody is flooded, and a listener that is
 * slow slows no trial down.
 */
public final class SweepEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SweepEvents.class);
    private static final long INTERVAL_MILLIS = 100;
    private static final int MOST_LINES = 1000;

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName("bitscale-events");
        thread.setDaemon(true);
        return thread;
    });

    /** Begins to deliver. */
    public SweepEvents() {
        clock.scheduleWithFixedDelay(this::deliver, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Adds a listener; it is called from one thread, one event after another. Run what is given back to end it. */
    public Runnable subscribe(Consumer<SweepEvent> listener) {
        Subscriber subscriber = new Subscriber(listener);
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    /** Queues an event for everyone; returns at once. */
    void publish(SweepEvent event) {
        subscribers.forEach(subscriber -> subscriber.add(event));
    }

    private void deliver() {
        subscribers.forEach(Subscriber::deliver);
    }

    /** Delivers what is still queued. */
    @Override
    public void close() {
        clock.execute(this::deliver);
        clock.shutdown();
        try {
            if (!clock.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.debug("a listener is slow");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What waits for one listener. */
    private static final class Subscriber {

        private final Consumer<SweepEvent> listener;
        private final Deque<SweepEvent> queue = new ArrayDeque<>();
        private final Map<String, SweepEvent> newest = new LinkedHashMap<>();
        private int lines;

        Subscriber(Consumer<SweepEvent> listener) {
            this.listener = listener;
        }

        synchronized void add(SweepEvent event) {
            if (event instanceof SweepEvent.Progressed progress) {
                newest.put(progress.trialHash(), event);
            } else if (event instanceof SweepEvent.Overall) {
                newest.put("", event);
            } else if (!(event instanceof SweepEvent.Logged) || lines++ < MOST_LINES) {
                queue.add(event);
            }
        }

        void deliver() {
            take().forEach(event -> {
                try {
                    listener.accept(event);
                } catch (RuntimeException e) {
                    LOG.error("A listener failed", e);
                }
            });
        }

        private synchronized List<SweepEvent> take() {
            List<SweepEvent> events = new ArrayList<>(queue);
            events.addAll(newest.values());
            queue.clear();
            newest.clear();
            lines = 0;
            return events;
        }
    }
}
