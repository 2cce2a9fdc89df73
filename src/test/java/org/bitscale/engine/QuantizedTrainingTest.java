package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.SampleShapes;
import org.bitscale.data.augment.Augmentation;
import org.bitscale.eval.CrossEntropy;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.FoldBatchNorm;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.graph.quantize.QdqExport;
import org.bitscale.graph.zoo.ResidualNetwork;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Summary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Training in float and through quantizers, on a small network and few pictures. */
class QuantizedTrainingTest {

    private final OperatorTable operators = OperatorTable.standard();
    private Graph graph = ResidualNetwork.of(1, 3, 32, 32, 10, 3);
    private final Dataset data = SampleShapes.generate(192, 5);
    private TorchEngine engine;
    private ExecutorService loaders;

    @BeforeEach
    void open() {
        engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 2));
        loaders = Executors.newSingleThreadExecutor();
    }

    @AfterEach
    void close() {
        loaders.shutdownNow();
        engine.close();
    }

    private static TrainingSettings settings(int epochs, BatchNormMode batchNorm) {
        return new TrainingSettings(epochs, 32, 0.05, Optimizer.sgd(), Schedule.COSINE, 1e-4, batchNorm, 11);
    }

    private QuantizedTraining task(QatMethod method, int bits) {
        Graph folded = FoldBatchNorm.of(graph);
        Facts facts = ShapeInference.of(folded, operators);
        QuantPlan plan = PlanBuilder.of(folded, facts, operators, PlanSettings.of(bits, bits));
        Placement placement = Placement.of(folded, facts, operators, plan);
        Set<String> tensors = new LinkedHashSet<>();
        placement.ownSites().forEach(site -> tensors.add(site.tensor()));
        Map<String, Summary> summaries = new LinkedHashMap<>();
        try (BatchLoader loader = BatchLoader.sequential(data, InputFormat.pictures(), 64, loaders)) {
            Calibration.run(folded, operators, tensors, loader, data.size(), engine, Progress.NONE)
                    .forEach(summaries::put);
        }
        return new QuantizedTraining(plan, placement, method, summaries);
    }

    private List<Training.Epoch> train(Training training, int epochs) {
        List<Training.Epoch> result = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            result.add(training.epoch(epoch, data, InputFormat.pictures(), loaders, Progress.NONE));
        }
        return result;
    }

    @Test
    void floatTrainingLearns() {
        try (Training training =
                new Training(graph, operators, settings(6, BatchNormMode.KEEP), Optional.empty(), engine)) {
            List<Training.Epoch> epochs = train(training, 6);
            assertThat(epochs.get(5).loss()).isLessThan(epochs.get(0).loss());
        }
    }

    @ParameterizedTest
    @EnumSource(QatMethod.class)
    void sameSeedGivesTheSameBits(QatMethod method) {
        List<Map<String, Tensor>> results = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            QuantizedTraining task = task(method, 4);
            try (Training training =
                    new Training(graph, operators, settings(1, BatchNormMode.KEEP), Optional.of(task), engine)) {
                train(training, 1);
                Training.Quantized parts = training.quantized();
                results.add(QdqExport.of(
                                parts.folded(), task.placement(), parts.activations(), parts.weights(), Layout.FAST)
                        .constants());
            }
        }
        assertThat(results.get(0)).isEqualTo(results.get(1));
    }

    /** Everything that a recipe can do beyond plain training, at once. */
    private static final Refinements ALL = new Refinements(
            Optional.of(new WarmUp(1.5, 0.1)),
            new Refinements.Regularization(0.1, 1),
            2,
            new Augmentation(4, 2, true, 8, 0.2),
            Optional.of(new Distillation(0.5, 4)),
            Optional.of(new Averaging(0.9)),
            Optional.of(new EarlyStop(1, EarlyStop.Measure.LOSS)));

    @ParameterizedTest
    @CsvSource({"LSQ, sgd, false", "STE, adam, false", "LSQ, adamw, true", "STE, rmsprop, true"})
    void aResumedTrainingEndsWithTheSameBits(QatMethod method, String optimizer, boolean refined) {
        Optimizer steps =
                switch (optimizer) {
                    case "adam" -> Optimizer.adam();
                    case "adamw" -> Optimizer.adamW();
                    case "rmsprop" -> Optimizer.rmsProp();
                    default -> Optimizer.sgd();
                };
        TrainingSettings recipe = new TrainingSettings(
                3, 32, 0.01, steps, Schedule.COSINE, 1e-4, BatchNormMode.KEEP, 11, refined ? ALL : Refinements.NONE);
        Optional<Graph> teacher = Optional.of(FoldBatchNorm.of(graph));
        QuantizedTraining task = task(method, 4);
        TrainingState afterOne;
        Map<String, Tensor> whole;
        try (Training training =
                new Training(graph, operators, recipe, Optional.of(task), teacher, Optional.empty(), engine)) {
            train(training, 1);
            afterOne = training.state();
            for (int epoch = 1; epoch < 3; epoch++) {
                training.epoch(epoch, data, InputFormat.pictures(), loaders, Progress.NONE);
            }
            whole = training.trained().constants();
        }
        try (Training training =
                new Training(graph, operators, recipe, Optional.of(task), teacher, Optional.of(afterOne), engine)) {
            for (int epoch = 1; epoch < 3; epoch++) {
                training.epoch(epoch, data, InputFormat.pictures(), loaders, Progress.NONE);
            }
            assertThat(training.trained().constants()).isEqualTo(whole);
        }
        TrainingState foreign = new TrainingState(3, Map.of("x", new float[1]));
        assertThatThrownBy(() -> new Training(
                        graph, operators, recipe, Optional.of(task), teacher, Optional.of(foreign), engine))
                .hasMessageContaining("belongs to another training");
    }

    @ParameterizedTest
    @CsvSource({
        "LSQ, 2",
        "LSQ, 4",
        "LSQ, 8",
        "STE, 4",
        "STE, 8",
        "LSQ_PLUS, 3",
        "LSQ_PLUS, 8",
        "PACT, 2",
        "PACT, 4",
        "DOREFA, 4",
        "EWGS, 3",
        "DSQ, 3",
        "LEARNED_CLIP, 2",
        "LEARNED_CLIP, 4"
    })
    void deployedFormComputesWhatIsTrained(QatMethod method, int bits) {
        // With steps too small to change anything the loss in training is the loss of the deployed form.
        for (BatchNormMode mode : List.of(BatchNormMode.FROZEN, BatchNormMode.FOLD)) {
            graph = pretrained();
            QuantizedTraining task = task(method, bits);
            Graph form = mode == BatchNormMode.FOLD ? FoldBatchNorm.of(graph) : graph;
            TrainingSettings still = new TrainingSettings(1, 32, 1e-12, Optimizer.sgd(), Schedule.CONSTANT, 0, mode, 0);
            try (Training training = new Training(form, operators, still, Optional.of(task), engine)) {
                double trained = train(training, 1).get(0).loss();
                Training.Quantized parts = training.quantized();
                Graph deployed = QdqExport.of(
                        parts.folded(), task.placement(), parts.activations(), parts.weights(), Layout.FAST);
                Predictions predictions = predictions(deployed);
                double loss = CrossEntropy.of(predictions.logits(), predictions.classes(), predictions.labels());
                assertThat(trained).as("%s %d bits %s", method, bits, mode).isCloseTo(loss, withinPercentage(2));
            }
        }
    }

    private Graph pretrained() {
        try (Training training =
                new Training(graph, operators, settings(2, BatchNormMode.KEEP), Optional.empty(), engine)) {
            train(training, 2);
            return training.trained();
        }
    }

    private Predictions predictions(Graph network) {
        try (Network compiled = Network.of(network, operators, engine);
                BatchLoader loader = BatchLoader.sequential(data, InputFormat.pictures(), 64, loaders)) {
            return Evaluation.run(compiled, loader, data.size(), Progress.NONE);
        }
    }

    @Test
    void divergenceIsReported() {
        TrainingSettings wild =
                new TrainingSettings(3, 32, 100, Optimizer.sgd(), Schedule.CONSTANT, 0.9, BatchNormMode.FROZEN, 0);
        try (Training training = new Training(graph, operators, wild, Optional.empty(), engine)) {
            assertThatThrownBy(() -> train(training, 3))
                    .isInstanceOf(DivergenceException.class)
                    .hasMessageContaining("learning rate");
        }
    }

    @Test
    void cancelStopsAtOnce() {
        Progress cancelled = new Progress() {
            private int seen;

            @Override
            public void update(String phase, long done, long total, String detail) {
                seen++;
            }

            @Override
            public boolean isCancelled() {
                return seen >= 2;
            }
        };
        try (Training training =
                new Training(graph, operators, settings(1, BatchNormMode.KEEP), Optional.empty(), engine)) {
            assertThatThrownBy(() -> training.epoch(0, data, InputFormat.pictures(), loaders, cancelled))
                    .isInstanceOf(CancellationException.class);
        }
    }

    /** The first loss in mixed precision differs from that in float32, but by no more than bfloat16's rounding. */
    @ParameterizedTest
    @EnumSource(QatMethod.class)
    void mixedPrecisionRoundsProductsAndNothingElse(QatMethod method) {
        QuantizedTraining task = task(method, 8);
        for (Optional<QuantizedTraining> quantized : List.of(Optional.<QuantizedTraining>empty(), Optional.of(task))) {
            double[] losses = new double[2];
            for (Precision precision : Precision.values()) {
                Refinements none = Refinements.NONE;
                TrainingSettings recipe = refined(
                        64,
                        0.01,
                        new Refinements(
                                none.warmUp(),
                                none.regularization(),
                                1,
                                none.augmentation(),
                                none.distillation(),
                                none.averaging(),
                                none.earlyStop(),
                                precision));
                try (Training training = new Training(graph, operators, recipe, quantized, engine);
                        BatchLoader loader = BatchLoader.sequential(data, InputFormat.pictures(), 64, loaders)) {
                    losses[precision.ordinal()] = training.step(loader.next());
                }
            }
            assertThat(losses[1]).isNotEqualTo(losses[0]).isCloseTo(losses[0], within(0.05));
        }
    }

    private TrainingSettings refined(int batch, double rate, Refinements refinements) {
        return new TrainingSettings(
                1,
                batch,
                rate,
                new Optimizer.Sgd(0, false),
                Schedule.CONSTANT,
                0,
                BatchNormMode.FROZEN,
                11,
                refinements);
    }

    private static Refinements accumulating(int batches) {
        Refinements none = Refinements.NONE;
        return new Refinements(
                none.warmUp(),
                none.regularization(),
                batches,
                none.augmentation(),
                none.distillation(),
                none.averaging(),
                none.earlyStop());
    }

    private Map<String, Tensor> trained(TrainingSettings recipe, Optional<Graph> teacher) {
        try (Training training =
                new Training(graph, operators, recipe, Optional.empty(), teacher, Optional.empty(), engine)) {
            train(training, 1);
            return training.trained().constants();
        }
    }

    @Test
    void fourSmallBatchesMakeTheStepOfALargeOne() {
        Map<String, Tensor> large = trained(refined(64, 0.01, Refinements.NONE), Optional.empty());
        Map<String, Tensor> small = trained(refined(16, 0.01, accumulating(4)), Optional.empty());
        large.forEach((name, tensor) ->
                assertThat(small.get(name).floats()).as(name).containsExactly(tensor.floats(), within(1e-5f)));
        assertThat(small).isNotEqualTo(graph.constants());
    }

    @Test
    void aTeacherWithTheStudentsWeightsTeachesNothing() {
        Refinements none = Refinements.NONE;
        Refinements onlyTeacher = new Refinements(
                none.warmUp(),
                none.regularization(),
                1,
                none.augmentation(),
                Optional.of(new Distillation(1, 4)),
                none.averaging(),
                none.earlyStop());
        Map<String, Tensor> taught = trained(refined(64, 0.01, onlyTeacher), Optional.of(graph));
        graph.constants().forEach((name, tensor) -> {
            if (tensor.type() == DataType.FLOAT) {
                assertThat(taught.get(name).floats()).as(name).containsExactly(tensor.floats(), within(1e-5f));
            }
        });
        assertThatThrownBy(() -> trained(refined(64, 0.01, onlyTeacher), Optional.empty()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("needs a teacher");
        Graph other = ResidualNetwork.of(1, 3, 32, 32, 7, 3);
        assertThatThrownBy(() -> trained(refined(64, 0.01, onlyTeacher), Optional.of(other)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("The teacher's output");
    }

    @Test
    void theAverageIsBetweenStartAndEnd() {
        Refinements none = Refinements.NONE;
        Refinements averaging = new Refinements(
                none.warmUp(),
                none.regularization(),
                1,
                none.augmentation(),
                none.distillation(),
                Optional.of(new Averaging(0.999)),
                none.earlyStop());
        // One step: the average moves by 1 − 2/11 of the way.
        TrainingSettings recipe = refined(192, 0.05, averaging);
        Map<String, Tensor> end = trained(refined(192, 0.05, none), Optional.empty());
        Map<String, Tensor> average = trained(recipe, Optional.empty());
        graph.constants().forEach((name, start) -> {
            float[] expected = start.floats().clone();
            for (int i = 0; i < expected.length; i++) {
                expected[i] += (end.get(name).floats()[i] - expected[i]) * 9 / 11;
            }
            assertThat(average.get(name).floats()).as(name).containsExactly(expected, within(1e-5f));
        });
    }

    @Test
    void statisticsEstimatedAnewAreThoseOfTheTrainingForm() {
        // In one batch of everything, with steps too small to change anything, training sees the batch's statistics.
        for (int batches : new int[] {0, 1}) {
            Refinements refinements = Refinements.NONE.with(new QuantizerAids(batches, 0, 0, 0, List.of()));
            TrainingSettings recipe = new TrainingSettings(
                    1, 192, 1e-12, Optimizer.sgd(), Schedule.CONSTANT, 0, BatchNormMode.KEEP, 0, refinements);
            try (Training training = new Training(graph, operators, recipe, Optional.empty(), engine)) {
                double trained = train(training, 1).get(0).loss();
                TrainingState before = training.state();
                training.estimateStatistics(data, InputFormat.pictures(), loaders, Progress.NONE);
                before.arrays().forEach((name, values) -> assertThat(
                                training.state().arrays().get(name))
                        .as(name)
                        .isEqualTo(values));
                Predictions predictions = predictions(FoldBatchNorm.of(training.trained()));
                double loss = CrossEntropy.of(predictions.logits(), predictions.classes(), predictions.labels());
                if (batches == 0) {
                    assertThat(loss).isNotCloseTo(trained, withinPercentage(1));
                } else {
                    assertThat(loss).isCloseTo(trained, withinPercentage(0.1));
                }
            }
        }
    }

    @Test
    void anEpochTellsHowLongItWaited() {
        try (Training training =
                new Training(graph, operators, settings(1, BatchNormMode.KEEP), Optional.empty(), engine)) {
            assertThat(train(training, 1).get(0).waiting()).isBetween(0.0, 1.0);
        }
    }
}
