package org.bitscale.experiment.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.OpenWorkspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs experiments in a workspace one after another, in the background. Every method returns at once and may be called
 * from any thread; an id that is not there, or not where the method would have an effect, is passed over, because things
 * move on while people click.
 */
public final class ExperimentQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExperimentQueue.class);
    private static final long GRACE_MILLIS = 1600;
    private static final long CLOSE_MILLIS = 400;

    private final OpenWorkspace workspace;
    private final Broadcast<QueueEvent> events = new Broadcast<>(
            QueueEvent::replaces,
            event -> event instanceof QueueEvent.InSweep inSweep && inSweep.event() instanceof SweepEvent.Logged);
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName("bitscale-experiments");
        thread.setDaemon(true);
        return thread;
    });
    private final WaitingLine waiting = new WaitingLine();
    private final List<QueueEntry> ended = new ArrayList<>();
    private Optional<QueueEntry> current = Optional.empty();
    /** The thread that prepares or measures, which ends by interruption only. */
    private Optional<Thread> interruptible = Optional.empty();

    private int submitted;
    private boolean closed;

    /** An empty queue whose experiments leave their runs in {@code workspace}, which must stay open as long. */
    public ExperimentQueue(OpenWorkspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Queues an experiment.
     *
     * @return its id
     * @throws IllegalStateException if the queue is closed
     */
    public synchronized String submit(ExperimentOrder order, Priority priority) {
        if (closed) {
            throw new IllegalStateException("the queue is closed");
        }
        QueueEntry entry = new QueueEntry("experiment-" + ++submitted, order, priority);
        waiting.add(entry);
        background.execute(this::runNext);
        changed();
        return entry.id();
    }

    /** Takes a waiting experiment out, or stops the running one within two seconds; its checkpoints stay. */
    public synchronized void cancel(String id) {
        if (!waiting.remove(id)) {
            running(id).ifPresent(this::stop);
        }
        changed();
    }

    private void stop(QueueEntry entry) {
        entry.control().stop();
        interruptible.ifPresent(Thread::interrupt);
    }

    /** Runs an experiment after all whose model or data have changed. */
    public synchronized void accept(String id) {
        List<QueueEntry> meant = ended.stream()
                .filter(entry -> entry.id().equals(id) && entry.isAcceptable())
                .toList();
        ended.removeAll(meant);
        meant.forEach(entry -> submit(entry.order().accepting(), entry.priority()));
    }

    /** Holds the running experiment still after the current steps, or lets it go on; nothing else runs meanwhile. */
    public synchronized void pause(String id, boolean hold) {
        running(id).ifPresent(entry -> entry.control().pause(hold));
        changed();
    }

    /** Cancels one trial of the running experiment, running itself or waiting; the others go on. */
    public synchronized void cancelTrial(String id, String trialHash) {
        running(id).ifPresent(entry -> entry.control().cancel(trialHash));
    }

    /** Moves a waiting experiment one place towards the first; it takes the priority of the one it passes. */
    public synchronized void moveUp(String id) {
        waiting.move(id, -1);
        changed();
    }

    /** Moves a waiting experiment one place towards the last; it takes the priority of the one it passes. */
    public synchronized void moveDown(String id) {
        waiting.move(id, 1);
        changed();
    }

    /** Gives a waiting experiment another priority; it goes behind those that have it. */
    public synchronized void setPriority(String id, Priority priority) {
        waiting.setPriority(id, priority);
        changed();
    }

    /** Forgets the experiments that ended; their runs stay. */
    public synchronized void clearEnded() {
        ended.clear();
        changed();
    }

    /** All experiments: the running one, the waiting ones in order, those that ended, newest first. */
    public synchronized List<QueuedExperiment> snapshot() {
        List<QueuedExperiment> all = new ArrayList<>();
        current.ifPresent(entry -> all.add(entry.snapshot()));
        waiting.entries().forEach(entry -> all.add(entry.snapshot()));
        for (int i = ended.size() - 1; i >= 0; i--) {
            all.add(ended.get(i).snapshot());
        }
        return all;
    }

    /**
     * Adds a listener; it is called from one thread, ten times a second at most, in order. Run what is given back to end
     * it.
     */
    public Runnable subscribe(Consumer<QueueEvent> listener) {
        return events.subscribe(listener);
    }

    private Optional<QueueEntry> running(String id) {
        return current.filter(entry -> entry.id().equals(id));
    }

    private void changed() {
        events.publish(new QueueEvent.Changed(snapshot()));
    }

    private void runNext() {
        Optional<QueueEntry> next = begin();
        if (next.isEmpty()) {
            return; // it was taken out
        }
        QueueEntry entry = next.get();
        try {
            Sweep.Summary summary = run(entry);
            end(() -> entry.ended(summary));
        } catch (CancellationException e) {
            LOG.debug("{} was cancelled", entry.id(), e);
            end(() -> entry.broken("It was cancelled"));
        } catch (ChangedInputException e) {
            end(() -> entry.changed(e.getMessage()));
        } catch (BadInputException e) {
            end(() -> entry.broken(e.getMessage()));
        } catch (RuntimeException | Error e) {
            end(() -> entry.broken(e.getClass().getSimpleName() + ": " + e.getMessage()));
            Unexpected.tell(e);
        }
    }

    private Sweep.Summary run(QueueEntry entry) {
        ExperimentOrder order = entry.order();
        ExperimentSession session = new ExperimentSession(
                workspace.runs(), workspace.trials(), workspace.cache(), event -> hear(entry, event));
        ExperimentSession.Prepared prepared =
                session.prepare(order.spec(), order.text(), order.place(), order.options());
        measure(entry, prepared.trials().size());
        ExperimentSession.Sizing sizing = session.size(prepared, order.options());
        start(entry);
        return session.run(prepared, sizing, order.options(), entry.control());
    }

    private synchronized Optional<QueueEntry> begin() {
        current = waiting.take();
        current.ifPresent(entry -> {
            interruptible = Optional.of(Thread.currentThread());
            entry.enter(QueuedExperiment.State.PREPARING);
            changed();
        });
        return current;
    }

    private synchronized void measure(QueueEntry entry, int trials) {
        requireNotStopped(entry);
        entry.prepared(trials);
        entry.enter(QueuedExperiment.State.MEASURING);
        changed();
    }

    private synchronized void start(QueueEntry entry) {
        requireNotStopped(entry);
        interruptible = Optional.empty(); // from here on the control stops it, and workers can end in good order
        entry.enter(QueuedExperiment.State.RUNNING);
        changed();
    }

    private static void requireNotStopped(QueueEntry entry) {
        if (entry.control().isStopped()) {
            throw new CancellationException("stopped");
        }
    }

    private synchronized void end(Runnable ending) {
        interruptible = Optional.empty();
        Thread.interrupted(); // meant this experiment, not the next
        ending.run();
        current.ifPresent(ended::add);
        current = Optional.empty();
        changed();
    }

    private void hear(QueueEntry entry, SweepEvent event) {
        events.publish(new QueueEvent.InSweep(entry.id(), event));
        if (event instanceof SweepEvent.Overall overall) {
            synchronized (this) {
                entry.progressed(overall);
                changed();
            }
        }
    }

    /** Stops what runs and drops what waits, within two seconds; checkpoints stay. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            current.ifPresent(this::stop);
        }
        background.shutdown();
        try {
            if (!background.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                background.shutdownNow();
                if (!background.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.warn("an experiment is slow to end");
                }
            }
        } catch (InterruptedException e) {
            background.shutdownNow();
            Thread.currentThread().interrupt();
        }
        events.close();
    }
}
