package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.engine.EngineSettings;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.EstimateRequest;
import org.bitscale.experiment.FileLatency;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.LayerObservation;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.experiment.Quantize;
import org.bitscale.experiment.QuantizeRequest;
import org.bitscale.experiment.Split;
import org.bitscale.experiment.VerifyFiles;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.pareto.Constraint;
import org.bitscale.experiment.search.FindPlans;
import org.bitscale.experiment.search.SearchRequest;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.sensitivity.SensitivityReport;
import org.bitscale.experiment.sensitivity.SensitivityRequest;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One real worker for all questions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WarmWorkerTest {

    private static final Path MODEL = Path.of("sample-models/shapes_resnet8.onnx");
    private static final DataOptions DATA =
            new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(100), 0);
    private static final List<String> WEIGHTED = List.of(
            "stem",
            "stage1.block1.conv1",
            "stage1.block1.conv2",
            "stage2.block1.conv1",
            "stage2.block1.conv2",
            "stage2.block1.shortcut",
            "stage3.block1.conv1",
            "stage3.block1.conv2",
            "stage3.block1.shortcut",
            "classifier");

    private Path folder;
    private WarmWorker worker;
    private Path quantized;

    @BeforeAll
    void open(@TempDir Path temporary) {
        folder = temporary;
        worker = new WarmWorker(EngineSettings.standard(), folder.resolve("worker"));
        quantized = folder.resolve("w4a4.onnx");
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            new Quantize(workbench, org.bitscale.Progress.NONE)
                    .run(QuantizeRequest.ptq(MODEL, DATA, PlanSettings.of(4, 4), 50, Layout.FAST, quantized));
        }
    }

    @AfterAll
    void close() {
        worker.close();
    }

    private static <T> T get(CompletableFuture<T> answer) throws Exception {
        return answer.get(1, TimeUnit.MINUTES);
    }

    private static EstimateRequest estimate(int bits, int examples) {
        return new EstimateRequest(MODEL, DATA, PlanSettings.of(bits, bits), 50, examples);
    }

    @Test
    void estimatesAPlan() throws Exception {
        PlanEstimate estimate = get(worker.estimate(estimate(8, 60)));
        assertThat(estimate.accuracy().total()).isEqualTo(60);
        assertThat(estimate.agreement().share()).isGreaterThan(0.9);
        assertThat(estimate.accuracy().interval().contains(estimate.accuracy().value()))
                .isTrue();
        assertThat(estimate.layers()).extracting(PlanEstimate.LayerError::layer).containsExactlyElementsOf(WEIGHTED);
        assertThat(estimate.packedBytes()).isLessThan(estimate.floatPackedBytes() / 3);
    }

    @Test
    void ofEstimatesTheNewestWins() throws Exception {
        List<CompletableFuture<PlanEstimate>> older = List.of(
                worker.estimate(estimate(2, 100)),
                worker.estimate(estimate(3, 100)),
                worker.estimate(estimate(4, 100)));
        CompletableFuture<Describe.Result> other = worker.describe(MODEL, DATA);
        PlanEstimate newest = get(worker.estimate(estimate(6, 30)));
        assertThat(newest.accuracy().total()).isEqualTo(30);
        assertThat(older).allSatisfy(answer -> assertThat(answer).isCancelled());
        assertThat(get(other).validation()).isEqualTo(100); // another kind of question is left alone
    }

    @Test
    void observesWhatLayersHoldAndRead() throws Exception {
        List<LayerObservation> layers = get(worker.observe(MODEL, DATA, 40));
        assertThat(layers).extracting(LayerObservation::layer).containsExactlyElementsOf(WEIGHTED);
        LayerObservation stem = layers.get(0);
        assertThat(stem.weightShape()).containsExactly(16, 3, 3, 3);
        assertThat(stem.weights().total()).isEqualTo(16 * 27);
        assertThat(stem.weights().counts()).hasSize(256);
        assertThat(stem.channelMin()).hasSize(16);
        float smallest = stem.channelMin()[0];
        for (float min : stem.channelMin()) {
            smallest = Math.min(smallest, min);
        }
        assertThat(smallest).isEqualTo(stem.weights().min());
        assertThat(stem.input().min()).isBetween(0f, 0.2f); // pictures, divided by 255
        assertThat(stem.input().max()).isBetween(0.8f, 1f);
        assertThat(layers)
                .allSatisfy(layer -> assertThat(layer.input().total() % 40).isZero());
        assertThat(stem.input().total()).isEqualTo(40 * 3 * 32 * 32);
    }

    private static SensitivityRequest sensitivity(Set<SensitivityMeasure> measures) {
        List<LayerOverride> schemes = List.of(LayerOverride.parse("W2A8"), LayerOverride.parse("mxfp4:A8"));
        return new SensitivityRequest(MODEL, DATA, PlanSettings.of(8, 8), schemes, measures, 32, 32, 2);
    }

    @Test
    void measuresWhatLayersSuffer() throws Exception {
        Set<String> phases = ConcurrentHashMap.newKeySet();
        SensitivityReport report = get(worker.sensitivity(
                sensitivity(EnumSet.allOf(SensitivityMeasure.class)),
                Optional.empty(),
                progress -> phases.add(progress.phase())));
        assertThat(report.layers()).hasSize(2 * WEIGHTED.size());
        assertThat(report.schemes()).hasToString("[W2A8, mxfp4_e2m1:A8]");
        assertThat(report.measures()).hasSize(SensitivityMeasure.values().length);
        assertThat(phases).contains("sensitivity");
    }

    @Test
    void findsPlans() throws Exception {
        SearchRequest request = new SearchRequest(
                sensitivity(Set.of(SensitivityMeasure.DIVERGENCE)),
                SensitivityMeasure.DIVERGENCE,
                true,
                SearchRequest.Axis.PACKED_SIZE,
                List.of(Constraint.parse("packed_size<=32KiB")),
                List.of(),
                SearchRequest.Way.GREEDY,
                4,
                1,
                0);
        FindPlans.Result found = get(worker.findPlans(request, Optional.empty(), progress -> {}));
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            FindPlans.Result here =
                    new FindPlans(workbench, ContentCache.NONE, org.bitscale.Progress.NONE).run(request);
            assertThat(found.plans()).isEqualTo(here.plans());
            assertThat(found.uniform()).isEqualTo(here.uniform());
        }
        assertThat(found.plans()).isNotEmpty().allSatisfy(plan -> assertThat(plan.packedBytes())
                .isLessThanOrEqualTo(32 * 1024));
    }

    @Test
    void aSearchCanBeCancelled() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<SensitivityReport> answer = worker.sensitivity(
                sensitivity(EnumSet.allOf(SensitivityMeasure.class)), Optional.empty(), progress -> begun.countDown());
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        answer.cancel(false);
        assertThat(get(worker.describe(MODEL, DATA)).validation()).isEqualTo(100);
        assertThat(answer).isCancelled();
    }

    @Test
    void aSearchThatWasCancelledGoesOnWhereItWas(@TempDir Path cache) throws Exception {
        SensitivityRequest request = sensitivity(Set.of(SensitivityMeasure.DIVERGENCE));
        CountDownLatch some = new CountDownLatch(1);
        CompletableFuture<SensitivityReport> first = worker.sensitivity(request, Optional.of(cache), progress -> {
            if (progress.phase().equals("sensitivity") && progress.done() > 1) {
                some.countDown();
            }
        });
        first.whenComplete((report, failure) -> some.countDown());
        assertThat(some.await(1, TimeUnit.MINUTES)).isTrue();
        first.cancel(false);
        SensitivityReport report = get(worker.sensitivity(request, Optional.of(cache), progress -> {}));
        assertThat(report.known()).isPositive();
        assertThat(report.layers())
                .isEqualTo(get(worker.sensitivity(request, Optional.empty(), progress -> {}))
                        .layers());
    }

    @Test
    void predictsASplit() throws Exception {
        FilePredictions real = get(worker.predictions(MODEL, DATA, Split.TEST));
        FilePredictions validation = get(worker.predictions(quantized, DATA, Split.VALIDATION));
        assertThat(real.classes()).hasSize(10);
        assertThat(real.outputs()).isEqualTo(10);
        assertThat(real.confidence()).hasSize(100);
        for (float confidence : real.confidence()) {
            assertThat(confidence).isBetween(0.1f, 1f);
        }
        assertThat(Accuracy.of(real.labels(), real.predicted()).value()).isGreaterThan(0.85);
        // All of the validation split, so that an estimate on all of it counts the same.
        assertThat(Accuracy.of(validation.labels(), validation.predicted()))
                .isEqualTo(get(worker.estimate(estimate(4, 100))).accuracy());
    }

    @Test
    void provesAFile() throws Exception {
        VerifyFiles.Result result = get(worker.verify(MODEL, quantized, DATA, List.of(50)));
        assertThat(result.sessions())
                .hasSize(2)
                .allSatisfy(session -> assertThat(session.agreement().share()).isGreaterThan(0.97));
        assertThat(result.floatAccuracy().total()).isEqualTo(100);
    }

    @Test
    void timesAFileAndItsLayers() throws Exception {
        FileLatency latency = get(worker.latency(quantized, 1, 4));
        assertThat(latency.p90()).isBetween(latency.median(), latency.p99());
        assertThat(latency.examplesPerSecond()).isGreaterThan(10);
        assertThat(latency.processor()).isNotBlank();
        for (Path file : List.of(MODEL, quantized)) {
            List<LayerTime> times = get(worker.layerTimes(file, 1));
            assertThat(times).allSatisfy(time -> assertThat(time.microseconds()).isPositive());
            assertThat(times)
                    .as("every product is known")
                    .filteredOn(time -> time.operator().matches("(QLinear)?Conv|Q?Gemm"))
                    .extracting(time -> time.layer().orElse("?"))
                    .containsExactlyInAnyOrderElementsOf(WEIGHTED);
        }
    }

    @Test
    void whatCannotBeAnsweredFailsInOneLine() {
        assertThatThrownBy(() -> get(worker.predictions(folder.resolve("gone.onnx"), DATA, Split.TEST)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BadInputException.class)
                .hasMessageContaining("gone.onnx")
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> get(worker.latency(MODEL, 1, 0))).hasMessageContaining("at least 1 example");
    }

    @Test
    void itIsStartedAgainAfterItDiedAndLeavesNothingBehind() throws Exception {
        get(worker.latency(MODEL, 1, 1));
        ProcessHandle first = worker.process().orElseThrow();
        Path scratch = scratch(first);
        assertThat(scratch).isDirectoryContaining("glob:**onnxruntime-java*");
        first.destroyForcibly();
        first.onExit().get(10, TimeUnit.SECONDS);
        assertThat(get(worker.describe(MODEL, DATA)).classes()).hasSize(10);
        ProcessHandle second = worker.process().orElseThrow();
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(scratch).doesNotExist();
        assertThat(scratch(second)).exists();
    }

    /** The temporary folder of a worker. */
    private static Path scratch(ProcessHandle process) {
        String option = "-Djava.io.tmpdir=";
        return Stream.of(process.info().arguments().orElseThrow())
                .filter(argument -> argument.startsWith(option))
                .map(argument -> Path.of(argument.substring(option.length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void closingCancelsWhoeverWaits() throws Exception {
        WarmWorker other = new WarmWorker(EngineSettings.standard(), folder.resolve("other"));
        List<CompletableFuture<Describe.Result>> answers =
                List.of(other.describe(MODEL, DATA), other.describe(MODEL, DATA));
        other.close();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCancelled());
        assertThatThrownBy(() -> other.describe(MODEL, DATA).get()).isInstanceOf(CancellationException.class);
    }
}
