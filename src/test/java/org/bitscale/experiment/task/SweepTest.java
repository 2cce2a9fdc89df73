package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bitscale.Progress;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.CheckpointFile;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.storage.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps with real worker processes on a small part of the sample data. */
class SweepTest {

    private static final Path MODEL =
            Path.of("sample-models/shapes_resnet8.onnx").toAbsolutePath();
    private static final DataOptions DATA =
            new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(192), 0);

    @TempDir
    private Path folder;

    private final List<SweepEvent> heard = new CopyOnWriteArrayList<>();
    private SweepEvents events;
    private RunStore store;
    private final List<Workspace> workspaces = new ArrayList<>();
    private LocalPool pool;

    @BeforeEach
    void open() {
        events = new SweepEvents();
        events.subscribe(heard::add);
        store = store("workspace");
        pool = new LocalPool(
                PoolSettings.of(2, new EngineSettings(EngineSettings.Device.CPU, 1)), folder.resolve("trials"));
    }

    @AfterEach
    void close() {
        pool.close();
        events.close();
        workspaces.forEach(Workspace::close);
    }

    private RunStore store(String name) {
        Workspace workspace = Workspace.open(folder.resolve(name));
        workspaces.add(workspace);
        return workspace.runs();
    }

    private List<Run> all() {
        return store.rows(RunFilter.ALL, 0, 1000).stream()
                .map(row -> store.run(row.id()))
                .toList();
    }

    private Trial trial(Describe.Result contents, Method method, int bits, long seed, int epochs) {
        boolean trains = method.qat().isPresent();
        return new Trial(
                MODEL,
                contents.modelHash(),
                DATA,
                contents.dataHash(),
                method,
                Optional.of(PlanSettings.of(bits, bits)),
                trains
                        ? Optional.of(new TrainingSettings(
                                epochs, 32, 0.01, Optimizer.sgd(), Schedule.COSINE, 1e-4, BatchNormMode.KEEP, seed))
                        : Optional.empty(),
                64,
                Layout.FAST,
                false);
    }

    private Sweep.Summary sweep(List<Trial> trials) {
        return new Sweep(store, folder.resolve("trials"), folder.resolve("cache"), pool, events)
                .run("test", "", trials, Optional.<Duration>empty(), new SweepControl());
    }

    @Test
    void everyTrialIsRunOnceAndTheSameTwiceGivesTheSameBits() {
        Describe.Result contents = pool.describe(MODEL, DATA);
        List<Trial> trials = new ArrayList<>(List.of(trial(contents, Method.PTQ, 8, 0, 0)));
        IntStream.range(0, 3).forEach(seed -> trials.add(trial(contents, Method.LSQ, 4, seed, 2)));
        Sweep.Summary summary = sweep(trials);
        assertThat(summary.finished()).isEqualTo(4);
        assertThat(summary.failed()).isZero();
        assertThat(all()).hasSize(4).allSatisfy(run -> {
            assertThat(run.status()).isEqualTo(Run.Status.FINISHED);
            assertThat(run.metric(Measure.ACCURACY).orElseThrow().interval()).isPresent();
            assertThat(store.path(run.files().get(Run.MODEL_FILE))).exists();
            assertThat(run.environment().threads()).isEqualTo(1);
        });
        assertThat(folder.resolve("trials")).isDirectoryNotContaining(Files::isDirectory);
        assertThat(heard).hasAtLeastOneElementOfType(SweepEvent.Started.class);
        // A second sweep finds everything done.
        assertThat(sweep(trials).known()).isEqualTo(4);
        // Another store knows nothing: the trials are run again, in another order, and end in the same bits.
        RunStore other = store("other");
        java.util.Collections.reverse(trials);
        new Sweep(other, folder.resolve("trials2"), folder.resolve("cache2"), pool, events)
                .run("again", "", trials, Optional.empty(), new SweepControl());
        for (Run run : all()) {
            assertThat(other.finished(run.trialHash()).orElseThrow().weightsHash())
                    .as(run.trial().label())
                    .isEqualTo(run.weightsHash());
        }
    }

    @Test
    void workersKilledAtRandomMomentsLoseNothingAndChangeNoBit() throws Exception {
        Describe.Result contents = pool.describe(MODEL, DATA);
        List<Trial> trials = IntStream.range(0, 3)
                .mapToObj(seed -> trial(contents, seed == 2 ? Method.STE : Method.LSQ, 4, seed, 4))
                .toList();
        sweep(trials);
        RunStore disturbed = store("disturbed");
        int kills = 0;
        PoolSettings patient = new PoolSettings(
                2,
                new EngineSettings(EngineSettings.Device.CPU, 1),
                100,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10));
        SplittableRandom random = new SplittableRandom(42);
        ExecutorService background = Executors.newSingleThreadExecutor();
        try (LocalPool fragile = new LocalPool(patient, folder.resolve("trials2"))) {
            Future<Sweep.Summary> sweep = background.submit(
                    () -> new Sweep(disturbed, folder.resolve("trials2"), folder.resolve("cache2"), fragile, events)
                            .run("disturbed", "", trials, Optional.empty(), new SweepControl()));
            while (!sweep.isDone() && kills < 6) {
                // A moment by chance, no condition: longer than a start takes now and then, so that the sweep gets on.
                TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(4000));
                List<ProcessHandle> workers = fragile.workers();
                if (!workers.isEmpty()) {
                    workers.get(random.nextInt(workers.size())).destroyForcibly();
                    kills++;
                }
            }
            assertThat(sweep.get(3, TimeUnit.MINUTES).finished()).isEqualTo(3);
        } finally {
            background.shutdownNow();
        }
        assertThat(kills).isPositive();
        for (Run run : all()) {
            Run other = disturbed.finished(run.trialHash()).orElseThrow();
            assertThat(other.weightsHash()).as(run.trial().label()).isEqualTo(run.weightsHash());
            assertThat(other.metrics()).isEqualTo(run.metrics());
        }
    }

    @Test
    void cancellingTakesLessThanTwoSecondsAndTheTrialGoesOnFromItsCheckpoint() throws Exception {
        Describe.Result contents = pool.describe(MODEL, DATA);
        Trial trial = trial(contents, Method.LSQ, 4, 7, 40);
        CompletableFuture<EpochRecord> firstEpoch = new CompletableFuture<>();
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        CompletableFuture<TrialEnd> end = new CompletableFuture<>();
        TrialTask task =
                new TrialTask(trial, trial.hash(), Files.createDirectories(folder.resolve("trial")), Optional.empty());
        TrialRunner.Ticket ticket = pool.submit(task, new TrialRunner.TrialListener() {
            @Override
            public void epoch(EpochRecord epoch) {
                firstEpoch.complete(epoch);
            }

            @Override
            public void held() {
                held.complete(true);
            }

            @Override
            public void ended(TrialEnd trialEnd) {
                end.complete(trialEnd);
            }
        });
        firstEpoch.get(2, TimeUnit.MINUTES);
        ticket.pause(true);
        assertThat(held.get(1, TimeUnit.MINUTES)).isTrue(); // holds still, and is cancelled all the same
        long start = System.nanoTime();
        ticket.cancel();
        assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOf(TrialEnd.Cancelled.class);
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(2);
        assertThat(new CheckpointFile(task.checkpoint(), trial.hash())
                        .load()
                        .orElseThrow()
                        .epochs())
                .isNotEmpty();
    }

    @Test
    void aTrialThatCannotBeRunFailsWithItsReasonAndTheOthersGoOn() {
        Describe.Result contents = pool.describe(MODEL, DATA);
        Trial good = trial(contents, Method.PTQ, 8, 0, 0);
        Describe.Result changed =
                new Describe.Result(contents.modelHash(), "0".repeat(64), 0, 0, 0, List.of(), List.of(3, 32, 32));
        Sweep.Summary summary = sweep(List.of(trial(changed, Method.PTQ, 4, 0, 0), good));
        assertThat(summary.failed()).isEqualTo(1);
        assertThat(summary.finished()).isEqualTo(1);
        Run failed = all().stream()
                .filter(run -> run.status() == Run.Status.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(failed.failure().orElseThrow()).contains("is not what it was");
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.files()).containsKey(Run.LOG_FILE);
    }

    @Test
    void aTrialInOtherHandsIsLeftToThem() {
        Describe.Result contents = pool.describe(MODEL, DATA);
        Trial trial = trial(contents, Method.PTQ, 8, 0, 0);
        try (TrialFolder held =
                TrialFolder.take(folder.resolve("trials"), trial.hash()).orElseThrow()) {
            assertThat(TrialFolder.take(folder.resolve("trials"), trial.hash())).isEmpty();
            SweepControl control = new SweepControl();
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(control::stop);
            Sweep.Summary summary = new Sweep(store, folder.resolve("trials"), folder.resolve("cache"), pool, events)
                    .run("test", "", List.of(trial), Optional.empty(), control);
            assertThat(summary.left()).isEqualTo(1);
            assertThat(held.path()).exists();
        }
        assertThat(sweep(List.of(trial)).finished()).isEqualTo(1);
    }

    @Test
    void aRunIsRepeatedBitForBit() {
        Describe.Result contents = pool.describe(MODEL, DATA);
        sweep(List.of(trial(contents, Method.LSQ, 3, 1, 1)));
        Rerun.Result result = new Rerun(store, pool, Progress.NONE).run(all().get(0), MODEL);
        assertThat(result.sameBits()).isTrue();
        assertThat(result.results()).isEmpty();
        assertThat(result.environment()).isEmpty();
        assertThat(result.repeated().rerunOf()).contains(result.original().id());
    }

    @Test
    void latencyIsMeasuredWhileTheOthersHoldStill() {
        Describe.Result contents = pool.describe(MODEL, DATA);
        List<Trial> trials = IntStream.of(8, 6, 4)
                .mapToObj(bits -> {
                    Trial t = trial(contents, Method.PTQ, bits, 0, 0);
                    return new Trial(
                            t.model(),
                            t.modelHash(),
                            t.data(),
                            t.dataHash(),
                            t.method(),
                            t.plan(),
                            t.training(),
                            t.calibrationExamples(),
                            t.layout(),
                            true);
                })
                .toList();
        assertThat(sweep(trials).finished()).isEqualTo(3);
        assertThat(all()).allSatisfy(run -> {
            Metric latency = run.metric(Measure.LATENCY).orElseThrow();
            assertThat(latency.value()).isPositive();
            assertThat(latency.interval().orElseThrow().contains(latency.value()))
                    .isTrue();
        });
    }

    @Test
    void aPoolThatIsClosedTellsWhoeverWaits() throws Exception {
        Describe.Result contents = pool.describe(MODEL, DATA);
        Trial trial = trial(contents, Method.LSQ, 4, 9, 40);
        CompletableFuture<EpochRecord> firstEpoch = new CompletableFuture<>();
        CompletableFuture<TrialEnd> end = new CompletableFuture<>();
        TrialTask task =
                new TrialTask(trial, trial.hash(), Files.createDirectories(folder.resolve("closed")), Optional.empty());
        pool.submit(task, new TrialRunner.TrialListener() {
            @Override
            public void epoch(EpochRecord epoch) {
                firstEpoch.complete(epoch);
            }

            @Override
            public void ended(TrialEnd trialEnd) {
                end.complete(trialEnd);
            }
        });
        firstEpoch.get(2, TimeUnit.MINUTES);
        pool.close();
        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(TrialEnd.Cancelled.class);
    }

    @Test
    void aWorkerThatNeverAnswersIsKilledAndItsTrialTriedAgain() throws Exception {
        Describe.Result contents = pool.describe(MODEL, DATA);
        PoolSettings impatient = new PoolSettings(
                1, new EngineSettings(EngineSettings.Device.CPU, 1), 1, Duration.ofSeconds(12), Duration.ofMinutes(10));
        CompletableFuture<Integer> secondAttempt = new CompletableFuture<>();
        CompletableFuture<TrialEnd> end = new CompletableFuture<>();
        try (LocalPool one = new LocalPool(impatient, folder.resolve("trials3"))) {
            Trial trial = trial(contents, Method.LSQ, 4, 3, 3);
            TrialTask task = new TrialTask(
                    trial, trial.hash(), Files.createDirectories(folder.resolve("silent")), Optional.empty());
            one.submit(task, new TrialRunner.TrialListener() {
                @Override
                public void started(int attempt) {
                    if (attempt == 2) {
                        secondAttempt.complete(attempt);
                    }
                }

                @Override
                public void epoch(EpochRecord epoch) {
                    if (!secondAttempt.isDone()) {
                        stop(one.workers().get(0));
                    }
                }

                @Override
                public void ended(TrialEnd trialEnd) {
                    end.complete(trialEnd);
                }
            });
            assertThat(end.get(2, TimeUnit.MINUTES))
                    .isInstanceOfSatisfying(TrialEnd.Finished.class, finished -> assertThat(finished.attempts())
                            .isEqualTo(2));
        }
        assertThat(Files.readString(folder.resolve("silent/log.txt"))).contains("no sign of life for 12 s");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void workersMakeWayForTheWindow() throws Exception {
        CompletableFuture<String> niceness = new CompletableFuture<>();
        try (LocalPool one = new LocalPool(
                PoolSettings.of(1, new EngineSettings(EngineSettings.Device.CPU, 1)), folder.resolve("trials4"))) {
            Trial trial = trial(one.describe(MODEL, DATA), Method.PTQ, 4, 0, 0);
            TrialTask task = new TrialTask(
                    trial, trial.hash(), Files.createDirectories(folder.resolve("way")), Optional.empty());
            one.submit(task, new TrialRunner.TrialListener() {
                @Override
                public void started(int attempt) {
                    niceness.complete(niceness(one.workers().get(0)));
                }

                @Override
                public void ended(TrialEnd trialEnd) {
                    niceness.cancel(false); // it would never come
                }
            });
            assertThat(niceness.get(1, TimeUnit.MINUTES)).isEqualTo("10");
        }
    }

    /** The 19th field; the second, the program's name in brackets, may have blanks. */
    private static String niceness(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Suspends a process: it lives, and says nothing. */
    private static void stop(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
