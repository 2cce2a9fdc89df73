package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.storage.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue with real worker processes on a small part of the sample data. */
class ExperimentQueueTest {

    @TempDir
    private Path folder;

    private final BlockingQueue<QueueEvent> heard = new LinkedBlockingQueue<>();
    private Workspace workspace;
    private ExperimentQueue queue;

    @BeforeEach
    void open() {
        workspace = Workspace.open(folder.resolve("workspace"));
        queue = new ExperimentQueue(workspace);
        queue.subscribe(heard::add);
    }

    @AfterEach
    void close() {
        queue.close();
        workspace.close();
    }

    private ExperimentOrder order(String name, String method, String bits) {
        String text =
                """
                name: %s
                model: sample:shapes_resnet8
                data: {source: "sample:shapes", validation: 0.2, limit: 40}
                recipe: {epochs: 200, batch_size: 8}
                plan: {calibration: 20}
                sweep: {over: {bits: [%s], method: [%s]}}
                """
                        .formatted(name, bits, method);
        ExperimentSpec spec = ExperimentFile.parse(text, name + ".yaml");
        return new ExperimentOrder(
                spec, text, ExperimentPlace.of(spec, folder, workspace.folder()), options(OptionalInt.of(1)));
    }

    private static ExperimentSession.Options options(OptionalInt workers) {
        return new ExperimentSession.Options(EngineSettings.Device.CPU, workers, OptionalInt.of(1), false);
    }

    /** Waits for an event. */
    private QueueEvent await(Predicate<QueueEvent> wanted) throws InterruptedException {
        while (true) {
            QueueEvent event = heard.poll(1, TimeUnit.MINUTES);
            assertThat(event).as("what the queue tells").isNotNull();
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    /** Waits until an experiment is in a state. */
    private QueuedExperiment await(String id, QueuedExperiment.State state) throws InterruptedException {
        QueueEvent.Changed changed = (QueueEvent.Changed) await(event -> event instanceof QueueEvent.Changed newest
                && newest.experiments().stream().anyMatch(e -> e.id().equals(id) && e.state() == state));
        return changed.experiments().stream()
                .filter(e -> e.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private <T extends SweepEvent> T awaitSweep(Class<T> type) throws InterruptedException {
        QueueEvent.InSweep inSweep = (QueueEvent.InSweep)
                await(event -> event instanceof QueueEvent.InSweep some && type.isInstance(some.event()));
        return type.cast(inSweep.event());
    }

    private List<String> names() {
        return queue.snapshot().stream().map(QueuedExperiment::name).toList();
    }

    @Test
    void whatNobodyExpectedEndsTheExperimentAndIsTold() throws Exception {
        ExperimentOrder good = order("good", "ptq", "W8A8");
        for (Throwable failure : List.of(new IllegalStateException("no runs"), new LinkageError("no library"))) {
            try (UncaughtFailures uncaught = new UncaughtFailures();
                    ExperimentQueue broken = new ExperimentQueue(new BrokenWorkspace(workspace, failure))) {
                broken.subscribe(heard::add);
                String id = broken.submit(good, Priority.NORMAL);
                assertThat(await(id, QueuedExperiment.State.FAILED).failure().orElseThrow())
                        .isEqualTo(failure.getClass().getSimpleName() + ": " + failure.getMessage());
                assertThat(uncaught.next()).isSameAs(failure);
            }
        }
    }

    /** A workspace whose runs nobody can have. */
    private record BrokenWorkspace(OpenWorkspace real, Throwable failure) implements OpenWorkspace {

        @Override
        public RunStore runs() {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public Path folder() {
            return real.folder();
        }

        @Override
        public Path trials() {
            return real.trials();
        }

        @Override
        public Path cache() {
            return real.cache();
        }

        @Override
        public void close() {
            // The real one is closed by whoever opened it.
        }
    }

    @Test
    void changedDataStopsAnExperimentUntilTheChangeIsAccepted() throws Exception {
        ExperimentOrder order = order("changed", "ptq", "W8A8");
        String text = order.text().replace("source:", "hash: \"%s\", source:".formatted("0".repeat(64)));
        ExperimentSpec spec = ExperimentFile.parse(text, "changed.yaml");
        String id = queue.submit(new ExperimentOrder(spec, text, order.place(), order.options()), Priority.NORMAL);
        QueuedExperiment stopped = await(id, QueuedExperiment.State.FAILED);
        assertThat(stopped.acceptable()).isTrue();
        assertThat(stopped.failure().orElseThrow())
                .contains("is not the one", "accept")
                .doesNotContain("--");
        queue.accept("another");
        assertThat(queue.snapshot()).hasSize(1);
        queue.accept(id);
        assertThat(names()).containsExactly("changed");
        String again = queue.snapshot().get(0).id();
        assertThat(await(again, QueuedExperiment.State.DONE).done()).isEqualTo(2);
        queue.accept(again);
        assertThat(queue.snapshot()).extracting(QueuedExperiment::state).containsExactly(QueuedExperiment.State.DONE);
    }

    @Test
    void experimentsRunOneAfterAnotherAndCanBeSteered() throws Exception {
        String first = queue.submit(order("first", "ptq", "W8A8, W4A4, W2A2"), Priority.NORMAL);
        await(first, QueuedExperiment.State.PREPARING);
        String low = queue.submit(order("low", "ptq", "W8A8"), Priority.LOW);
        String dropped = queue.submit(order("dropped", "ptq", "W8A8"), Priority.NORMAL);
        ExperimentOrder good = order("broken", "ptq", "W8A8");
        ExperimentPlace nowhere =
                new ExperimentPlace(folder.resolve("gone.onnx"), good.place().dataSource());
        String broken =
                queue.submit(new ExperimentOrder(good.spec(), good.text(), nowhere, good.options()), Priority.HIGH);
        assertThat(names()).containsExactly("first", "broken", "dropped", "low");
        queue.moveUp(low);
        assertThat(names()).containsExactly("first", "broken", "low", "dropped");
        queue.cancel(dropped);
        assertThat(names()).containsExactly("first", "broken", "low");

        SweepEvent.Started started = awaitSweep(SweepEvent.Started.class);
        queue.pause(first, true);
        assertThat(await(first, QueuedExperiment.State.PAUSED).total()).isEqualTo(4); // the float network is one
        String last = workspace.runs().experiments().get(0).trials().get(3);
        assertThat(last).isNotEqualTo(started.trialHash());
        queue.cancelTrial(first, last);
        // While the others hold still, the one that is cancelled ends.
        Run cancelled = awaitSweep(SweepEvent.Ended.class).run();
        if (cancelled.status() == Run.Status.FINISHED) {
            cancelled = awaitSweep(SweepEvent.Ended.class).run(); // a trial's last step was over before the pause
        }
        assertThat(cancelled.status()).isEqualTo(Run.Status.CANCELLED);
        assertThat(cancelled.trialHash()).isEqualTo(last);
        assertThat(queue.snapshot().get(0).state()).isEqualTo(QueuedExperiment.State.PAUSED);
        queue.pause(first, false);

        QueuedExperiment done = await(first, QueuedExperiment.State.DONE);
        assertThat(done.done()).isEqualTo(4);
        assertThat(done.secondsLeft()).isZero();
        Sweep.Summary summary = done.summary().orElseThrow();
        assertThat(summary.finished()).isEqualTo(3);
        assertThat(summary.cancelled()).isEqualTo(1);
        assertThat(await(broken, QueuedExperiment.State.FAILED).failure().orElseThrow())
                .contains("gone.onnx")
                .doesNotContain("\n");
        assertThat(await(low, QueuedExperiment.State.DONE)
                        .summary()
                        .orElseThrow()
                        .known())
                .isEqualTo(2); // the first experiment had these trials too

        assertThat(Unfinished.of(workspace.runs())).singleElement().satisfies(unfinished -> {
            assertThat(unfinished.name()).isEqualTo("first");
            assertThat(unfinished.done()).isEqualTo(3);
            assertThat(unfinished.total()).isEqualTo(4);
            assertThat(ExperimentFile.parse(unfinished.file(), "kept").name()).isEqualTo("first");
            assertThat(unfinished.place()).contains(good.place());
        });
        assertThat(names()).containsExactly("low", "broken", "first");
        queue.clearEnded();
        assertThat(queue.snapshot()).isEmpty();
    }

    @Test
    void whatRunsIsStoppedWithinTwoSecondsAndItsCheckpointStays() throws Exception {
        String first = queue.submit(order("first", "lsq", "W4A4"), Priority.NORMAL);
        awaitSweep(SweepEvent.EpochDone.class);
        queue.cancel(first);
        assertThat(await(first, QueuedExperiment.State.CANCELLED)
                        .summary()
                        .orElseThrow()
                        .left())
                .isEqualTo(1);
        assertThat(checkpoints()).hasSize(1);
        List<RunRow> runs = workspace.runs().rows(RunFilter.ALL, 0, 10);
        assertThat(runs).extracting(RunRow::label).containsExactly("float32");

        // It goes on, and is stopped again by the end of the program.
        queue.submit(order("first", "lsq", "W4A4"), Priority.NORMAL);
        awaitSweep(SweepEvent.EpochDone.class);
        long start = System.nanoTime();
        queue.close();
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(2.5);
        assertThat(checkpoints()).hasSize(1);
    }

    @Test
    void closingWhileAnExperimentIsPreparedEndsItsWorkerToo() throws Exception {
        String first = queue.submit(order("first", "ptq", "W4A4"), Priority.NORMAL);
        await(first, QueuedExperiment.State.PREPARING);
        queue.close();
        for (ProcessHandle worker : ProcessHandle.current().children().toList()) {
            worker.onExit().get(2, TimeUnit.SECONDS); // it was killed already, and is still being buried
        }
        assertThat(queue.snapshot())
                .extracting(QueuedExperiment::state)
                .containsExactly(QueuedExperiment.State.CANCELLED);
    }

    private List<Path> checkpoints() throws java.io.IOException {
        try (Stream<Path> files = Files.walk(workspace.trials())) {
            return files.filter(file -> file.endsWith("checkpoint.bin")).toList();
        }
    }
}
