package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.SampleShapes;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.Block;
import org.bitscale.graph.pass.CrossLayerEqualization;
import org.bitscale.graph.pass.DeadCode;
import org.bitscale.graph.pass.FoldBatchNorm;
import org.bitscale.graph.pass.Layers;
import org.bitscale.graph.pass.ScalablePair;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.graph.zoo.DepthwiseNetwork;
import org.bitscale.graph.zoo.ResidualNetwork;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.Summary;
import org.bitscale.quant.ValueHistogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured of, and learned for, parts of a network. */
class ReconstructionTest {

    private static final OperatorTable OPERATORS = OperatorTable.standard();
    private static final int EXAMPLES = 48;

    private final Dataset data = SampleShapes.generate(EXAMPLES, 5);
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

    private BatchLoader batches() {
        return BatchLoader.sequential(data, InputFormat.pictures(), 20, loaders);
    }

    private static Graph residual() {
        return FoldBatchNorm.of(ResidualNetwork.of(1, 3, 32, 32, 10, 3));
    }

    private static Graph depthwise() {
        return FoldBatchNorm.of(DepthwiseNetwork.of(3, 32, 32, 10, 3));
    }

    private static Facts facts(Graph graph) {
        return ShapeInference.of(graph, OPERATORS);
    }

    private float[] values(Graph graph, String tensor) {
        Graph needed = DeadCode.removed(
                graph.withOutputs(List.of(new ValueInfo(tensor, facts(graph).type(tensor)))));
        try (Recording recording =
                Recording.of(needed, OPERATORS, tensor, batches(), EXAMPLES, engine, Progress.NONE)) {
            assertThat(recording.examples()).isEqualTo(EXAMPLES);
            return recording.values().toFloatArray();
        }
    }

    private Map<String, Summary> observed(Graph graph, Set<String> tensors) {
        try (BatchLoader loader = batches()) {
            return Calibration.run(graph, OPERATORS, tensors, loader, EXAMPLES, engine, Progress.NONE);
        }
    }

    private Map<String, ChannelStatistics> statistics(Graph graph, Set<String> tensors) {
        try (BatchLoader loader = batches()) {
            return ChannelStatistics.of(graph, OPERATORS, tensors, 1, loader, EXAMPLES, engine, Progress.NONE);
        }
    }

    @Test
    void histograms_are_counted_on_the_engine_as_by_hand() {
        Graph graph = residual();
        String before = graph.nodes().get(0).output();
        String after = graph.nodes().get(1).output();
        Map<String, Summary> observed = observed(graph, Set.of(before, after));
        for (String tensor : List.of(before, after)) {
            float[] values = values(graph, tensor);
            Summary summary = observed.get(tensor);
            assertThat(summary.histogram()).isEqualTo(ValueHistogram.of(values));
            assertThat(summary.histogram().total()).isEqualTo(values.length).isEqualTo(summary.count());
            assertThat(summary.range()).isEqualTo(Summary.of(values).range());
        }
    }

    @Test
    void channels_are_measured() {
        Graph graph = residual();
        String tensor = graph.nodes().get(0).output();
        ChannelStatistics statistics = statistics(graph, Set.of(tensor)).get(tensor);
        float[] values = values(graph, tensor);
        int channels = statistics.channels();
        int places = values.length / EXAMPLES / channels;
        double sum = 0;
        double squares = 0;
        float largest = Float.NEGATIVE_INFINITY;
        for (int n = 0; n < EXAMPLES; n++) {
            for (int p = 0; p < places; p++) {
                float value = values[(n * channels + 1) * places + p];
                sum += value;
                squares += (double) value * value;
                largest = Math.max(largest, value);
            }
        }
        double mean = sum / (EXAMPLES * places);
        assertThat(statistics.mean()[1]).isCloseTo(mean, within(1e-5));
        assertThat(statistics.deviation()[1])
                .isCloseTo(Math.sqrt(squares / (EXAMPLES * places) - mean * mean), within(1e-4));
        assertThat(statistics.largest()[1]).isEqualTo(largest);
    }

    @Test
    void equalization_leaves_what_a_network_computes() {
        for (Graph graph : List.of(residual(), depthwise())) {
            Set<String> limited = new LinkedHashSet<>();
            ScalablePair.of(graph, facts(graph)).stream()
                    .filter(pair -> Double.isFinite(pair.limit()))
                    .forEach(pair -> limited.add(pair.first().output()));
            Map<String, float[]> largest = new LinkedHashMap<>();
            statistics(graph, limited).forEach((tensor, each) -> largest.put(tensor, each.largest()));
            Graph equal = CrossLayerEqualization.of(graph, facts(graph), largest);
            assertThat(equal.constants()).isNotEqualTo(graph.constants());
            String output = graph.onlyOutput().name();
            assertThat(values(equal, output)).containsExactly(values(graph, output), within(1e-4f));
        }
    }

    @Test
    void moments_are_sums_of_products() {
        Graph graph = depthwise();
        Layers layers = new Layers(graph);
        Node gemm = graph.nodes().get(graph.nodes().size() - 1);
        assertThat(layers.isWeighted(gemm)).isTrue();
        InputMoments moments = moments(graph, gemm);
        float[] inputs = values(graph, gemm.input(0));
        int size = moments.size();
        assertThat(inputs).hasSize(EXAMPLES * size);
        double sum = 0;
        for (int n = 0; n < EXAMPLES; n++) {
            sum += (double) inputs[n * size] * inputs[n * size + 3];
        }
        assertThat(moments.groups()[0][3]).isCloseTo(sum, within(1e-3 * Math.max(1, Math.abs(sum))));
        Node depthwise = graph.nodes().stream()
                .filter(node -> node.name().equals("block1.depthwise"))
                .findFirst()
                .orElseThrow();
        InputMoments grouped = moments(graph, depthwise);
        assertThat(grouped.groups()).hasDimensions(16, 81);
        // The middle of a 3×3 kernel at stride 1 meets every value once.
        float[] values = values(graph, depthwise.input(0));
        int places = values.length / EXAMPLES / 16;
        double squares = 0;
        for (int n = 0; n < EXAMPLES; n++) {
            for (int p = 0; p < places; p++) {
                squares += Math.pow(values[(n * 16 + 2) * places + p], 2);
            }
        }
        assertThat(grouped.groups()[2][4 * 9 + 4]).isCloseTo(squares, within(1e-4 * squares));
    }

    private InputMoments moments(Graph graph, Node layer) {
        try (BatchLoader loader = batches()) {
            return InputMoments.of(
                            graph,
                            OPERATORS,
                            layer,
                            graph.constants().get(layer.input(1)),
                            loader,
                            EXAMPLES,
                            engine,
                            Progress.NONE)
                    .orElseThrow();
        }
    }

    @Test
    void a_network_is_cut_into_blocks() {
        Graph residual = residual();
        Layers layers = new Layers(residual);
        List<Block> blocks = Block.ofNetwork(residual, facts(residual), OPERATORS);
        assertThat(blocks.get(0).entry()).isEqualTo(residual.onlyInput().name());
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(blocks.get(i).entry()).isEqualTo(blocks.get(i - 1).exit());
        }
        assertThat(blocks).hasSize(5);
        assertThat(blocks.stream().mapToLong(block -> block.nodes().stream()
                        .filter(layers::isWeighted)
                        .count()))
                .containsExactly(1L, 2L, 3L, 3L, 1L);
        assertThat(Block.layers(residual, facts(residual), OPERATORS)).hasSize(10);
        Graph depthwise = depthwise();
        assertThat(Block.ofNetwork(depthwise, facts(depthwise), OPERATORS)).hasSize(7);
    }

    private Reconstruction.Task task(Graph graph, Block block, int bits) {
        QuantPlan plan = PlanBuilder.of(graph, facts(graph), OPERATORS, PlanSettings.of(bits, 8));
        Placement placement = Placement.of(graph, facts(graph), OPERATORS, plan);
        Set<String> tensors = new LinkedHashSet<>();
        placement.ownSites().forEach(site -> tensors.add(site.tensor()));
        Map<String, Summary> observed = observed(graph, tensors);
        Map<Site, QParams> activations = new LinkedHashMap<>();
        placement
                .ownSites()
                .forEach(site -> activations.put(
                        site,
                        QParams.ofRange(
                                observed.get(site.tensor()).range(), IntegerFormat.unsigned(site.bits()), false)));
        Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
        for (Node node : block.nodes()) {
            plan.of(node.name()).weights().ifPresent(spec -> {
                Weights real = Weights.of(node, graph.constants().get(node.input(1)));
                weights.put(node.name(), QuantizedWeights.of(real, spec, new RangeRule.Mse()));
            });
        }
        return new Reconstruction.Task(block.graph(graph, facts(graph)), placement, activations, weights);
    }

    private Reconstruction.Result reconstructed(
            Graph graph, Block block, int bits, ReconstructionSettings settings, Progress progress) {
        try (Recording input = recording(graph, block.entry());
                Recording target = recording(graph, block.exit())) {
            return new Reconstruction(OPERATORS, engine, settings)
                    .run(task(graph, block, bits), input, input, target, "block", progress);
        }
    }

    private Recording recording(Graph graph, String tensor) {
        return Recording.of(graph, OPERATORS, tensor, batches(), EXAMPLES, engine, Progress.NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void learned_roundings_are_better_than_the_nearest_and_repeat(boolean withSteps) {
        Graph graph = residual();
        Block block = Block.ofNetwork(graph, facts(graph), OPERATORS).get(1);
        ReconstructionSettings settings =
                new ReconstructionSettings(60, 16, 0.02, 1, 0.2, withSteps ? 0.5 : 0, withSteps, 7);
        Reconstruction.Result result = reconstructed(graph, block, 3, settings, Progress.NONE);
        assertThat(result.after()).isLessThan(0.8 * result.before());
        assertThat(result.activations().isEmpty()).isEqualTo(!withSteps);
        assertThat(result.weights()).hasSize(2);
        Reconstruction.Result again = reconstructed(graph, block, 3, settings, Progress.NONE);
        result.weights()
                .forEach((node, weights) ->
                        assertThat(again.weights().get(node).codes()).isEqualTo(weights.codes()));
        assertThat(again.activations()).isEqualTo(result.activations());
        assertThat(again.after()).isEqualTo(result.after());
    }

    @Test
    void it_can_be_cancelled() {
        Graph graph = residual();
        Block block = Block.ofNetwork(graph, facts(graph), OPERATORS).get(0);
        Progress cancelled = new Progress() {
            @Override
            public void update(String phase, long done, long total, String detail) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> reconstructed(
                        graph, block, 4, new ReconstructionSettings(5, 4, 0.01, 1, 0, 0, false, 0), cancelled))
                .isInstanceOf(CancellationException.class);
    }
}
