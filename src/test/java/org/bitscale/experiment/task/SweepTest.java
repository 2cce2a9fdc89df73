package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    private MemoryRunStore store;
    private LocalPool pool;

    @BeforeEach
    void open() {
        events = new SweepEvents();
        events.subscribe(heard::add);
        store = new MemoryRunStore(folder.resolve("files"));
        pool = new LocalPool(
                PoolSettings.of(2, new EngineSettings(EngineSettings.Device.CPU, 1)), folder.resolve("trials"));
    }

    @AfterEach
    void close() {
        pool.close();
        events.close();
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
                .run("test", "", trials, Optional.<Duration>empty(), () -> false);
    }

    @Test
    void everyTrialIsRunOnceAndTheSameTwiceGivesTheSameBits() {
        Describe.Result contents = pool.describe(MODEL, DATA);
        List<Trial> trials = new ArrayList<>(List.of(trial(contents, Method.PTQ, 8, 0, 0)));
        IntStream.range(0, 3).forEach(seed -> trials.add(trial(contents, Method.LSQ, 4, seed, 2)));
        Sweep.Summary summary = sweep(trials);
        assertThat(summary.finished()).isEqualTo(4);
        assertThat(summary.failed()).isZero();
        assertThat(store.all()).hasSize(4).allSatisfy(run -> {
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
        MemoryRunStore other = new MemoryRunStore(folder.resolve("other"));
        java.util.Collections.reverse(trials);
        new Sweep(other, folder.resolve("trials2"), folder.resolve("cache2"), pool, events)
                .run("again", "", trials, Optional.empty(), () -> false);
        for (Run run : store.all()) {
            assertThat(other.finished(run.trialHash()).orElseThrow().weightsHash())
                    .as(run.trial().label())
                    .isEqualTo(run.weightsHash());
        }
    }
}
