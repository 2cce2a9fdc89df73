package org.bitscale.experiment.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to any number of listeners, ten times a second, in order, from a thread of its own. So nobody is flooded,
 * and a listener that is slow slows nobody down.
 */
final class Broadcast<E> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);
    private static final long INTERVAL_MILLIS = 100;
    private static final int MOST_LINES = 1000;

    private final Function<E, Optional<String>> replaces;
    private final Predicate<E> isLine;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName("bitscale-events");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to deliver.
     *
     * @param replaces names what an event is the newest state of, where it is one: only the newest is heard
     * @param isLine whether it is a line of a log, of which at most a thousand are heard at a time
     */
    Broadcast(Function<E, Optional<String>> replaces, Predicate<E> isLine) {
        this.replaces = replaces;
        this.isLine = isLine;
        clock.scheduleWithFixedDelay(this::deliver, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Adds a listener; it is called from one thread, one event after another. Run what is given back to end it. */
    Runnable subscribe(Consumer<E> listener) {
        Subscriber subscriber = new Subscriber(listener);
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    /** Queues an event for everyone; returns at once. */
    void publish(E event) {
        subscribers.forEach(subscriber -> subscriber.add(event));
    }

    private void deliver() {
        subscribers.forEach(Subscriber::deliver);
    }

    /** Delivers what is still queued; closing again does nothing. */
    @Override
    public void close() {
        if (clock.isShutdown()) {
            return;
        }
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
    private final class Subscriber {

        private final Consumer<E> listener;
        /** By what they replace, or by themselves. */
        private final Map<Object, E> waiting = new LinkedHashMap<>();

        private int lines;

        Subscriber(Consumer<E> listener) {
            this.listener = listener;
        }

        synchronized void add(E event) {
            if (isLine.test(event) && lines++ >= MOST_LINES) {
                return;
            }
            Object key = replaces.apply(event).map(Object.class::cast).orElseGet(Object::new);
            waiting.remove(key); // the newest stands behind what came before it
            waiting.put(key, event);
        }

        void deliver() {
            take().forEach(event -> {
                try {
                    listener.accept(event);
                } catch (RuntimeException | Error e) {
                    Unexpected.tell(e); // and the others still hear
                }
            });
        }

        private synchronized List<E> take() {
            List<E> events = new ArrayList<>(waiting.values());
            waiting.clear();
            lines = 0;
            return events;
        }
    }
}
