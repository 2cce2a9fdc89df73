package org.bitscale.experiment.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bitscale.BadInputException;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Describe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Worker processes on this computer. They are started when there is work, and used for one trial after another. */
public final class LocalPool implements TrialRunner {

    private static final Logger LOG = LoggerFactory.getLogger(LocalPool.class);
    private static final long CLOSE_SECONDS = 5;
    private static final Duration GRACE = Duration.ofMillis(1200);

    /** Whoever works at the machine goes before the training; a machine without anybody trains as fast. */
    private static final int NICENESS = 10;

    private final PoolSettings settings;
    private final JobQueue queue = new JobQueue();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Quiet quiet = new Quiet();
    private final List<Slot> slots = new ArrayList<>();
    private volatile boolean paused;
    private volatile boolean closed;

    /**
     * A pool whose workers run in {@code folder}.
     *
     * @throws BadInputException if the folder cannot be made
     */
    public LocalPool(PoolSettings settings, Path folder) {
        this.settings = settings;
        Path absolute = folder.toAbsolutePath();
        try {
            Files.createDirectories(absolute);
        } catch (IOException e) {
            throw new BadInputException(
                    "The folder '%s' cannot be made: %s; choose another workspace".formatted(folder, e.getMessage()),
                    e);
        }
        WorkerSettings worker = new WorkerSettings(
                settings.engine(), WorkerHeap.mebibytes(settings.workers()), absolute, NICENESS, GRACE);
        for (int i = 0; i < settings.workers(); i++) {
            Slot slot = new Slot(settings, worker, threads, quiet);
            slots.add(slot);
            threads.submit(() -> work(slot));
        }
    }

    /** The processes that live now. */
    List<ProcessHandle> workers() {
        return slots.stream().flatMap(slot -> slot.process().stream()).toList();
    }

    private void work(Slot slot) {
        try {
            while (!closed) {
                Job job = queue.take();
                quiet.begin(slot);
                TrialEnd end;
                try {
                    end = slot.run(job, () -> paused);
                } catch (BadInputException e) {
                    end = new TrialEnd.Failed(e.getMessage(), 1);
                } catch (RuntimeException | Error e) {
                    // Whoever waits for this trial must hear of its end, whatever it was.
                    Unexpected.tell(e);
                    end = new TrialEnd.Failed(e.getClass().getSimpleName() + ": " + e.getMessage(), 1);
                } catch (InterruptedException e) {
                    // The pool is closed: whoever waits for this trial must hear of it.
                    tell(job, new TrialEnd.Cancelled(1));
                    throw e;
                } finally {
                    quiet.end(slot);
                }
                tell(job, end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            slot.close();
        }
    }

    /** A listener's mistake must not cost the pool a slot. */
    private static void tell(Job job, TrialEnd end) {
        try {
            job.listener().ended(end);
        } catch (RuntimeException | Error e) {
            Unexpected.tell(e);
        }
    }

    @Override
    public int capacity() {
        return settings.workers();
    }

    @Override
    public int threads() {
        return settings.engine().threads();
    }

    @Override
    public Describe.Result describe(Path model, DataOptions data) {
        return ((Reply.Described) askFirst(new Request.Describe(model, data))).description();
    }

    /** Examples a second that this pool trains on, all its workers working at once. Only while nothing else is queued. */
    double speed(Path model, DataOptions data, int batchSize, double seconds) {
        // Each worker opens the data first, so that they train at the same time.
        askAll(new Request.Describe(model, data));
        return askAll(new Request.MeasureSpeed(model, data, batchSize, seconds)).stream()
                .mapToDouble(reply -> ((Reply.SpeedMeasured) reply).examplesPerSecond())
                .sum();
    }

    private Reply askFirst(Request request) {
        try {
            return slots.get(0).ask(request);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private List<Reply> askAll(Request request) {
        List<Future<Reply>> answers = slots.stream()
                .map(slot -> threads.submit(() -> slot.ask(request)))
                .toList();
        List<Reply> replies = new ArrayList<>();
        try {
            for (Future<Reply> answer : answers) {
                replies.add(answer.get());
            }
            return replies;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new BadInputException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static CancellationException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        CancellationException cancelled = new CancellationException("interrupted");
        cancelled.initCause(e);
        return cancelled;
    }

    @Override
    public Ticket submit(TrialTask task, TrialListener listener) {
        Job job = new Job(task, listener);
        queue.add(job);
        return new Ticket() {
            @Override
            public void cancel() {
                job.cancel();
                if (queue.remove(job)) {
                    tell(job, new TrialEnd.Cancelled(0));
                }
            }

            @Override
            public void pause(boolean hold) {
                job.pause(hold);
            }
        };
    }

    @Override
    public void pause(boolean hold) {
        paused = hold;
        queue.hold(hold);
    }

    @Override
    public void close() {
        closed = true;
        queue.drain().forEach(job -> tell(job, new TrialEnd.Cancelled(0)));
        threads.shutdownNow();
        slots.forEach(Slot::close);
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("the pool's threads are slow to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
