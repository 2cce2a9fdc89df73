package org.bitscale.experiment.task;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.Trial;

/**
 * Brings the trials of an experiment to a runner and the results to the store. Trials that have a finished run already,
 * of whatever experiment, are not run again; what another process works on at the same time is left to it.
 */
public final class Sweep {

    private static final long POLL_MILLIS = 200;

    private final RunStore store;
    private final Path trialFolders;
    private final Path cache;
    private final TrialRunner runner;
    private final SweepEvents events;

    /**
     * @param trialFolders where trials are worked on
     * @param cache of baselines and calibrations
     */
    public Sweep(RunStore store, Path trialFolders, Path cache, TrialRunner runner, SweepEvents events) {
        this.store = store;
        this.trialFolders = trialFolders;
        this.cache = cache;
        this.runner = runner;
        this.events = events;
    }

    /**
     * What a sweep came to.
     *
     * @param total trials of the experiment
     * @param known those that had a finished run before
     * @param finished those finished now
     * @param failed those that failed now
     * @param left those not run: out of time, stopped, or still with another process
     * @param seconds how long it took
     * @param trainingSeconds of all trials finished now
     * @param workers how many ran at the same time
     */
    public record Summary(
            int total,
            int known,
            int finished,
            int failed,
            int left,
            double seconds,
            double trainingSeconds,
            int workers) {

        /** Share of the workers' time that was spent training. */
        public double efficiency() {
            return seconds == 0 ? 0 : trainingSeconds / (seconds * workers);
        }
    }

    /** A trial on its way. */
    private static final class Running {
        private final TrialTask task;
        private final TrialFolder folder;
        private volatile Optional<Start> start = Optional.empty();

        Running(TrialTask task, TrialFolder folder) {
            this.task = task;
            this.folder = folder;
        }

        /** A retry belongs to the same trial. */
        void begin() {
            start = start.or(() -> Optional.of(new Start(Instant.now(), System.nanoTime())));
        }
    }

    /** When a trial began, for people and for arithmetic. */
    private record Start(Instant date, long nanos) {}

    /** A trial's end, brought from the runner's thread to the sweep's. */
    private record Arrived(String hash, TrialEnd end) {}

    /**
     * Runs what is missing.
     *
     * @param budget time after which no further trial is started; those begun are finished
     * @param stopped whether to stop: trials are cancelled, and go on from their checkpoints next time
     */
    public Summary run(
            String experiment, String file, List<Trial> trials, Optional<Duration> budget, BooleanSupplier stopped) {
        long start = System.nanoTime();
        Map<String, Trial> byHash = new LinkedHashMap<>();
        trials.forEach(trial -> byHash.put(trial.hash(), trial));
        store.put(new ExperimentRecord(experiment, file, Instant.now(), List.copyOf(byHash.keySet())));
        Set<String> known = store.finished(byHash.keySet());
        Deque<String> waiting = new ArrayDeque<>(byHash.keySet());
        waiting.removeAll(known);
        State state = new State(byHash.size(), known.size(), waiting.size(), start);
        state.publish();
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        Map<String, Running> running = new HashMap<>();
        Map<String, TrialRunner.Ticket> tickets = new HashMap<>();
        boolean stopping = false;
        try {
            while (!waiting.isEmpty() || !running.isEmpty()) {
                if (!stopping && stopped.getAsBoolean()) {
                    stopping = true;
                    tickets.values().forEach(TrialRunner.Ticket::cancel);
                }
                boolean overTime = budget.isPresent()
                        && System.nanoTime() - start > budget.get().toNanos();
                if (stopping || overTime) {
                    state.left += waiting.size();
                    waiting.clear();
                } else {
                    submit(experiment, waiting, byHash, running, tickets, arrived, state);
                }
                Arrived end = arrived.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (end != null) {
                    tickets.remove(end.hash());
                    finish(experiment, running.remove(end.hash()), end.end(), stopping, state);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            state.left += running.size() + waiting.size();
        } finally {
            tickets.values().forEach(TrialRunner.Ticket::cancel);
            running.values().forEach(trial -> trial.folder.close());
        }
        return new Summary(
                byHash.size(),
                known.size(),
                state.finished,
                state.failed,
                state.left,
                (System.nanoTime() - start) / 1e9,
                state.trainingSeconds,
                runner.capacity());
    }

    /** Keeps the runner busy, one trial in reserve; what others hold goes to the end of the queue. */
    private void submit(
            String experiment,
            Deque<String> waiting,
            Map<String, Trial> byHash,
            Map<String, Running> running,
            Map<String, TrialRunner.Ticket> tickets,
            BlockingQueue<Arrived> arrived,
            State state) {
        for (int tries = waiting.size(); tries > 0 && running.size() <= runner.capacity(); tries--) {
            String hash = waiting.remove();
            Optional<TrialFolder> folder = TrialFolder.take(trialFolders, hash);
            if (folder.isEmpty()) {
                waiting.add(hash);
                continue;
            }
            // Another process may have finished it since: asked only now that nobody else can be at it.
            if (!store.finished(Set.of(hash)).isEmpty()) {
                folder.get().remove();
                folder.get().close();
                state.foundFinished();
                continue;
            }
            Trial trial = byHash.get(hash);
            TrialTask task = new TrialTask(trial, hash, folder.get().path(), Optional.of(cache));
            Running begun = new Running(task, folder.get());
            running.put(hash, begun);
            tickets.put(hash, runner.submit(task, listener(hash, trial, begun, arrived)));
        }
    }

    private TrialRunner.TrialListener listener(
            String hash, Trial trial, Running running, BlockingQueue<Arrived> arrived) {
        return new TrialRunner.TrialListener() {
            @Override
            public void started(int attempt) {
                running.begin();
                events.publish(new SweepEvent.Started(hash, trial, attempt));
            }

            @Override
            public void progressed(String phase, long done, long total, String detail) {
                events.publish(new SweepEvent.Progressed(hash, trial.label(), phase, done, total, detail));
            }

            @Override
            public void epoch(EpochRecord epoch) {
                events.publish(new SweepEvent.EpochDone(hash, epoch));
            }

            @Override
            public void logged(String line) {
                events.publish(new SweepEvent.Logged(hash, line));
            }

            @Override
            public void ended(TrialEnd end) {
                arrived.add(new Arrived(hash, end));
            }
        };
    }

    private void finish(String experiment, Running trial, TrialEnd end, boolean stopping, State state) {
        try (TrialFolder folder = trial.folder) {
            if (end instanceof TrialEnd.Cancelled && stopping) {
                state.left++;
                return;
            }
            trial.begin();
            Start start = trial.start.orElseThrow();
            double seconds = (System.nanoTime() - start.nanos()) / 1e9;
            Run run = new Runs(store).keep(experiment, trial.task, end, start.date(), seconds, Optional.empty());
            if (end instanceof TrialEnd.Finished finished) {
                folder.remove();
                state.finished(finished.outcome());
            } else {
                state.failed++;
            }
            events.publish(new SweepEvent.Ended(run));
            state.publish();
        }
    }

    /** How far a sweep is. */
    private final class State {

        private final int total;
        private final int known;
        private final int toDo;
        private final long start;
        private int finished;
        private int found;
        private int failed;
        private int left;
        private double trainingSeconds;

        State(int total, int known, int toDo, long start) {
            this.total = total;
            this.known = known;
            this.toDo = toDo;
            this.start = start;
        }

        void finished(TrialOutcome outcome) {
            finished++;
            trainingSeconds += outcome.trainingSeconds();
        }

        void foundFinished() {
            found++;
            publish();
        }

        void publish() {
            int done = finished + failed + found;
            double elapsed = (System.nanoTime() - start) / 1e9;
            double secondsLeft = finished == 0 ? -1 : elapsed / done * (toDo - done);
            events.publish(new SweepEvent.Overall(known + done, total, secondsLeft));
        }
    }
}
