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
import java.util.function.Consumer;
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
    private final Consumer<SweepEvent> events;

    /**
     * @param trialFolders where trials are worked on
     * @param cache of baselines and calibrations
     * @param events hears what happens, from several threads
     */
    public Sweep(RunStore store, Path trialFolders, Path cache, TrialRunner runner, Consumer<SweepEvent> events) {
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
     * @param cancelled those that were cancelled one by one
     * @param left those not run: out of time, stopped, or still with another process
     * @param seconds how long it took, pauses left out
     * @param trainingSeconds of all trials finished now
     * @param workers how many ran at the same time
     */
    public record Summary(
            int total,
            int known,
            int finished,
            int failed,
            int cancelled,
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
        private final SweepControl control;
        private volatile Optional<Start> start = Optional.empty();

        Running(TrialTask task, TrialFolder folder, SweepControl control) {
            this.task = task;
            this.folder = folder;
            this.control = control;
        }

        /** A retry belongs to the same trial. */
        void begin() {
            start = start.or(() -> Optional.of(new Start(Instant.now(), control.nanoTime())));
        }

        boolean hasBegun() {
            return start.isPresent();
        }

        double seconds() {
            return (control.nanoTime() - start.orElseThrow().nanos()) / 1e9;
        }
    }

    /** When a trial began, for people and for arithmetic. */
    private record Start(Instant date, long nanos) {}

    /** What is brought from the runner's threads to the sweep's. */
    private sealed interface News {}

    private record Arrived(String hash, TrialEnd end) implements News {}

    private record EpochOver(double seconds) implements News {}

    /**
     * Runs what is missing.
     *
     * @param budget time, pauses left out, after which no further trial is started; those begun are finished
     * @param control stops, pauses, and cancels single trials; an interruption stops as well
     */
    public Summary run(
            String experiment, String file, List<Trial> trials, Optional<Duration> budget, SweepControl control) {
        Map<String, Trial> byHash = new LinkedHashMap<>();
        trials.forEach(trial -> byHash.put(trial.hash(), trial));
        store.put(new ExperimentRecord(experiment, file, Instant.now(), List.copyOf(byHash.keySet())));
        Ongoing ongoing = new Ongoing(experiment, byHash, store.finished(byHash.keySet()), control);
        try {
            ongoing.run(budget);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ongoing.leaveAll();
        } finally {
            ongoing.close();
        }
        return ongoing.tally.summary(runner.capacity());
    }

    /** A sweep on its way. */
    private final class Ongoing {

        private final String experiment;
        private final Map<String, Trial> trials;
        private final SweepControl control;
        private final SweepTally tally;
        private final Deque<String> waiting;
        private final Map<String, Running> running = new HashMap<>();
        private final Map<String, TrialRunner.Ticket> tickets = new HashMap<>();
        private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
        private boolean stopping;
        private boolean holding;

        Ongoing(String experiment, Map<String, Trial> trials, Set<String> known, SweepControl control) {
            this.experiment = experiment;
            this.trials = trials;
            this.control = control;
            this.waiting = new ArrayDeque<>(trials.keySet());
            waiting.removeAll(known);
            this.tally = new SweepTally(
                    trials.size(), waiting.stream().map(trials::get).toList(), control, events);
        }

        void run(Optional<Duration> budget) throws InterruptedException {
            publish();
            while (!waiting.isEmpty() || !running.isEmpty()) {
                follow();
                boolean overTime =
                        budget.isPresent() && tally.nanos() > budget.get().toNanos();
                if (stopping || overTime) {
                    waiting.forEach(hash -> tally.leave(trials.get(hash)));
                    waiting.clear();
                } else if (!holding) {
                    submit();
                }
                News next = news.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (next instanceof Arrived end) {
                    tickets.remove(end.hash());
                    finish(end.hash(), running.remove(end.hash()), end.end());
                } else if (next instanceof EpochOver epoch) {
                    tally.epoch(epoch.seconds());
                    publish();
                }
            }
        }

        private void publish() {
            List<TimeLeft.Underway> underway = running.values().stream()
                    .filter(Running::hasBegun)
                    .map(trial -> new TimeLeft.Underway(trial.task.trial(), trial.seconds()))
                    .toList();
            tally.publish(underway, runner.capacity());
        }

        /** Does what was asked for since it last looked. */
        private void follow() {
            if (!stopping && control.isStopped()) {
                stopping = true;
                tickets.values().forEach(TrialRunner.Ticket::cancel);
            }
            if (holding != control.isPaused()) {
                holding = !holding;
                runner.pause(holding);
            }
            for (String hash : control.cancelledOf(tickets.keySet())) {
                tickets.get(hash).cancel();
            }
            for (String hash : control.cancelledOf(waiting)) {
                waiting.remove(hash);
                record(task(hash, trialFolders.resolve(hash)), new TrialEnd.Cancelled(0), Instant.now(), 0);
            }
        }

        /** Keeps the runner busy, one trial in reserve; what others hold goes to the end of the queue. */
        private void submit() {
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
                    tally.foundFinished(trials.get(hash));
                    publish();
                    continue;
                }
                TrialTask task = task(hash, folder.get().path());
                Running begun = new Running(task, folder.get(), control);
                running.put(hash, begun);
                tickets.put(hash, runner.submit(task, listener(begun, news)));
            }
        }

        private TrialTask task(String hash, Path folder) {
            return new TrialTask(trials.get(hash), hash, folder, Optional.of(cache));
        }

        private void finish(String hash, Running trial, TrialEnd end) {
            try (TrialFolder folder = trial.folder) {
                if (end instanceof TrialEnd.Cancelled && stopping && !control.isCancelled(hash)) {
                    tally.leave(trials.get(hash));
                    return;
                }
                trial.begin();
                record(trial.task, end, trial.start.orElseThrow().date(), trial.seconds());
                if (end instanceof TrialEnd.Finished) {
                    folder.remove();
                }
            }
        }

        private void record(TrialTask task, TrialEnd end, Instant started, double seconds) {
            Run run = new Runs(store).keep(experiment, task, end, started, seconds, Optional.empty());
            tally.ended(task.trial(), end, seconds);
            events.accept(new SweepEvent.Ended(run));
            publish();
        }

        void leaveAll() {
            running.values().forEach(trial -> tally.leave(trial.task.trial()));
            waiting.forEach(hash -> tally.leave(trials.get(hash)));
        }

        /** Gives back what is still held. */
        void close() {
            tickets.values().forEach(TrialRunner.Ticket::cancel);
            running.values().forEach(trial -> trial.folder.close());
            if (holding) {
                runner.pause(false);
            }
        }
    }

    private TrialRunner.TrialListener listener(Running running, BlockingQueue<News> news) {
        Trial trial = running.task.trial();
        String hash = running.task.hash();
        return new TrialRunner.TrialListener() {
            @Override
            public void started(int attempt) {
                running.begin();
                events.accept(new SweepEvent.Started(hash, trial, attempt));
            }

            @Override
            public void progressed(String phase, long done, long total, String detail) {
                events.accept(new SweepEvent.Progressed(hash, trial.label(), phase, done, total, detail));
            }

            @Override
            public void epoch(EpochRecord epoch) {
                events.accept(new SweepEvent.EpochDone(hash, epoch));
                news.add(new EpochOver(epoch.seconds()));
            }

            @Override
            public void logged(String line) {
                events.accept(new SweepEvent.Logged(hash, line));
            }

            @Override
            public void ended(TrialEnd end) {
                news.add(new Arrived(hash, end));
            }
        };
    }
}
