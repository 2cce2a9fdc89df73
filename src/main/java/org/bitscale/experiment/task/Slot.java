package org.bitscale.experiment.task;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.Measure;

/** One place of a pool: a worker process, started when it is needed and again when it has died, and what it works on. */
final class Slot implements AutoCloseable {

    private static final long POLL_MILLIS = 50;
    private static final long LAST_WORDS_MILLIS = 200;

    private final PoolSettings settings;
    private final WorkerSettings workers;
    private final ExecutorService readers;
    private final Quiet quiet;
    private volatile Optional<WorkerProcess> worker = Optional.empty();

    Slot(PoolSettings settings, WorkerSettings workers, ExecutorService readers, Quiet quiet) {
        this.settings = settings;
        this.workers = workers;
        this.readers = readers;
        this.quiet = quiet;
    }

    /** The worker died, or had to be killed, while it was asked something. */
    private static final class WorkerDied extends Exception {
        private static final long serialVersionUID = 1;

        WorkerDied(String message) {
            super(message);
        }
    }

    /** Runs a job to its end, starting the worker again if it dies. */
    TrialEnd run(Job job, BooleanSupplier poolPaused) throws InterruptedException {
        TrialTask task = job.task();
        String reason = "";
        try (LogFile log = LogFile.append(task.log(), job.listener()::logged)) {
            for (int attempt = 1; attempt <= 1 + settings.retries(); attempt++) {
                if (job.isCancelled()) {
                    return new TrialEnd.Cancelled(attempt - 1);
                }
                log.line("--- attempt " + attempt);
                job.listener().started(attempt);
                try {
                    return attempt(job, attempt, log, poolPaused);
                } catch (WorkerDied e) {
                    reason = e.getMessage();
                    log.line("--- " + reason);
                }
            }
            return new TrialEnd.Failed(
                    reason + "; tried " + (1 + settings.retries()) + " times", 1 + settings.retries());
        }
    }

    private TrialEnd attempt(Job job, int attempt, LogFile log, BooleanSupplier poolPaused)
            throws InterruptedException, WorkerDied {
        BooleanSupplier paused = () -> job.isPaused() || poolPaused.getAsBoolean();
        try {
            Reply reply = ask(
                    new Request.RunTrial(job.task()), log::line, heard -> tell(job, heard), job::isCancelled, paused);
            if (reply instanceof Reply.Failed failed) {
                return end(failed, attempt);
            }
            TrialOutcome outcome = ((Reply.Finished) reply).outcome();
            return job.task().trial().latency()
                    ? withLatency(outcome, job, attempt, log)
                    : new TrialEnd.Finished(outcome, attempt);
        } catch (CancellationException e) {
            return new TrialEnd.Cancelled(attempt);
        }
    }

    private static TrialEnd end(Reply.Failed failed, int attempt) {
        return switch (failed.kind()) {
            case CANCELLED -> new TrialEnd.Cancelled(attempt);
            case BAD_INPUT, FAILURE -> new TrialEnd.Failed(failed.message(), attempt);
        };
    }

    private static void tell(Job job, Reply heard) {
        if (heard instanceof Reply.Progressed progress) {
            job.listener().progressed(progress.phase(), progress.done(), progress.total(), progress.detail());
        } else if (heard instanceof Reply.EpochDone done) {
            job.listener().epoch(done.epoch());
        } else if (heard instanceof Reply.Paused) {
            job.listener().held();
        }
    }

    /** Measured while the other workers hold still. */
    private TrialEnd withLatency(TrialOutcome outcome, Job job, int attempt, LogFile log)
            throws InterruptedException, WorkerDied {
        quiet.enter(this);
        try {
            Reply reply = ask(
                    new Request.MeasureLatency(job.task().model()),
                    log::line,
                    heard -> {},
                    job::isCancelled,
                    () -> false);
            return reply instanceof Reply.Failed failed
                    ? end(failed, attempt)
                    : new TrialEnd.Finished(
                            outcome.with(Measure.LATENCY, ((Reply.LatencyMeasured) reply).milliseconds()), attempt);
        } finally {
            quiet.leave();
        }
    }

    /**
     * Asks the worker something that is no trial.
     *
     * @throws BadInputException if it says no, or dies each time
     */
    Reply ask(Request request) throws InterruptedException {
        return ask(request, heard -> {}, () -> false);
    }

    /**
     * Asks the worker something that is no trial, starting it again if it dies.
     *
     * @param meanwhile hears what comes before the answer
     * @throws BadInputException if it says no, or dies each time
     * @throws CancellationException once {@code cancelled} says so
     */
    Reply ask(Request request, Consumer<Reply> meanwhile, BooleanSupplier cancelled) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Reply reply = ask(request, line -> {}, meanwhile, cancelled, () -> false);
                if (reply instanceof Reply.Failed failed) {
                    throw failed.kind() == Reply.Kind.CANCELLED
                            ? new CancellationException(failed.message())
                            : new BadInputException(failed.message());
                }
                return reply;
            } catch (WorkerDied e) {
                if (attempt > settings.retries()) {
                    throw new BadInputException(e.getMessage(), e);
                }
            }
        }
    }

    /** Asks, and follows cancellation and pauses until the answer is there. */
    private Reply ask(
            Request request,
            Consumer<String> log,
            Consumer<Reply> meanwhile,
            BooleanSupplier cancelled,
            BooleanSupplier paused)
            throws InterruptedException, WorkerDied {
        WorkerProcess process = ready(log, cancelled);
        process.logTo(log);
        process.send(request);
        boolean holding = false;
        boolean still = false;
        long cancelledAt = 0;
        long progressed = System.nanoTime();
        try {
            while (true) {
                Optional<Reply> reply = process.poll(POLL_MILLIS);
                long now = System.nanoTime();
                if (reply.isPresent()) {
                    progressed = now;
                    if (reply.get().ends()) {
                        return reply.get();
                    }
                    still = still || holding && reply.get() instanceof Reply.Paused;
                    meanwhile.accept(reply.get());
                    continue;
                }
                if (!process.isAlive()) {
                    reply = process.poll(LAST_WORDS_MILLIS);
                    if (reply.isEmpty()) {
                        throw new WorkerDied(process.death());
                    }
                    if (reply.get().ends()) {
                        return reply.get();
                    }
                    continue;
                }
                if (cancelled.getAsBoolean()) {
                    if (cancelledAt == 0) {
                        cancelledAt = now;
                        process.send(new Request.Cancel());
                    } else if (now - cancelledAt > workers.grace().toNanos()) {
                        throw new CancellationException("killed, for it did not stop");
                    }
                } else {
                    boolean hold = paused.getAsBoolean() || quiet.wantsStill(this);
                    if (hold != holding) {
                        holding = hold;
                        still = false;
                        process.send(hold ? new Request.Pause() : new Request.Resume());
                    }
                    progressed = hold ? now : progressed;
                }
                if (still) {
                    // Also for a measurement that began after the worker was held for another reason.
                    quiet.still(this);
                }
                checkSigns(process, now - progressed);
            }
        } catch (WorkerDied | RuntimeException | InterruptedException e) {
            discard(); // whatever it still does or says belongs to nobody
            throw e;
        } finally {
            quiet.still(this);
            process.logTo(line -> {});
        }
    }

    private void checkSigns(WorkerProcess process, long stalledNanos) throws WorkerDied {
        if (process.silentNanos() > settings.silence().toNanos()) {
            throw new WorkerDied("The worker process gave no sign of life for %d s and was killed"
                    .formatted(settings.silence().toSeconds()));
        }
        if (stalledNanos > settings.stall().toNanos()) {
            throw new WorkerDied("The worker process made no progress for %d s and was killed"
                    .formatted(settings.stall().toSeconds()));
        }
    }

    /** The worker, started if there is none that lives. */
    private WorkerProcess ready(Consumer<String> log, BooleanSupplier cancelled)
            throws InterruptedException, WorkerDied {
        if (worker.isPresent() && worker.get().isAlive()) {
            return worker.get();
        }
        discard();
        WorkerProcess started = WorkerProcess.start(workers, readers);
        worker = Optional.of(started);
        started.logTo(log);
        try {
            awaitReady(started, cancelled);
            return started;
        } catch (WorkerDied | RuntimeException | InterruptedException e) {
            discard();
            throw e;
        }
    }

    private void awaitReady(WorkerProcess started, BooleanSupplier cancelled) throws InterruptedException, WorkerDied {
        while (true) {
            Optional<Reply> reply = started.poll(POLL_MILLIS);
            if (reply.isPresent() && reply.get() instanceof Reply.Ready) {
                return;
            }
            if (reply.isPresent() && reply.get() instanceof Reply.Failed failed) {
                throw new BadInputException(failed.message());
            }
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled");
            }
            if (!started.isAlive()) {
                throw new WorkerDied(started.death());
            }
            if (started.silentNanos() > settings.silence().toNanos()) {
                throw new WorkerDied("The worker process did not start within %d s"
                        .formatted(settings.silence().toSeconds()));
            }
        }
    }

    /** Its worker's process, if there is one that lives. */
    Optional<ProcessHandle> process() {
        return worker.map(WorkerProcess::handle).filter(ProcessHandle::isAlive);
    }

    private void discard() {
        worker.ifPresent(WorkerProcess::close);
        worker = Optional.empty();
    }

    @Override
    public void close() {
        discard();
    }
}
