package org.bitscale.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.SampleShapes;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.TorchEngine;
import org.bitscale.graph.Computed;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.onnx.SmallNetworks;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.ScalableInput;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.RangeRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that move scales between layers, on a network of LayerNormalization and MatMul with outlier channels. */
class ScalingStepsTest {

    private static final OperatorTable OPERATORS = OperatorTable.standard();
    private static final int TOKENS = 96;
    private static final int CHANNELS = 32;

    private final Dataset data = SampleShapes.generate(32, 9);
    private TorchEngine engine;
    private ExecutorService loaders;

    @BeforeEach
    void open() {
        engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 1));
        loaders = Executors.newSingleThreadExecutor();
    }

    @AfterEach
    void close() {
        loaders.shutdownNow();
        engine.close();
    }

    /** The normalization makes two channels 40 times as large as the others; two layers read it. */
    private static Graph network() {
        float[] gamma = new float[CHANNELS];
        java.util.Arrays.fill(gamma, 0.5f);
        gamma[3] = 20;
        gamma[17] = 20;
        return new TestModel(21)
                .input("x", "N", 3, 32, 32)
                .output("y")
                .longs("tokens", 0, TOKENS, CHANNELS)
                .floats("gamma", gamma, CHANNELS)
                .floats("beta", SmallNetworks.numbers(2, CHANNELS), CHANNELS)
                .floats("query", readers(3), CHANNELS, 16)
                .floats("key", readers(4), CHANNELS, 16)
                .floats("out", SmallNetworks.numbers(5, 16 * 8), 16, 8)
                .node("Reshape", "t", List.of("x", "tokens"))
                .node("norm", "", "LayerNormalization", List.of("l"), List.of("t", "gamma", "beta"), "axis", -1)
                .node("q", "", "MatMul", List.of("qs"), List.of("l", "query"))
                .node("k", "", "MatMul", List.of("ks"), List.of("l", "key"))
                .node("Mul", "product", List.of("qs", "ks"))
                .node("o", "", "MatMul", List.of("y"), List.of("product", "out"))
                .read();
    }

    /** What is large is multiplied with little, as in language models. */
    private static float[] readers(long seed) {
        float[] values = SmallNetworks.numbers(seed, CHANNELS * 16);
        for (int i = 0; i < values.length; i++) {
            int channel = i / 16;
            values[i] *= channel == 3 || channel == 17 ? 0.03f : 1;
        }
        return values;
    }

    private PtqContext context(Graph graph, int weights, int activations) {
        PlanSettings settings =
                new PlanSettings(weights, activations, Granularity.CHANNEL, 2, 8, Map.of("o", LayerOverride.FLOAT));
        QuantPlan plan = PlanBuilder.of(graph, ShapeInference.of(graph, OPERATORS), OPERATORS, settings);
        return new PtqContext(
                OPERATORS,
                engine,
                plan,
                Placement.of(graph, ShapeInference.of(graph, OPERATORS), OPERATORS, plan),
                RangeRule.MIN_MAX,
                RangeRule.MIN_MAX,
                new Examples(data, InputFormat.pictures(), 16, loaders),
                Progress.NONE);
    }

    private float[] examples() {
        float[] values = new float[data.size() * data.info().valuesPerItem()];
        for (int i = 0; i < data.size(); i++) {
            data.read(i, values, i * data.info().valuesPerItem());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= 255;
        }
        return values;
    }

    private float[] computed(Graph graph) {
        return Computed.of(graph, examples(), data.size(), 3, 32, 32);
    }

    private double error(float[] real, Graph graph) {
        float[] found = computed(graph);
        double sum = 0;
        for (int i = 0; i < real.length; i++) {
            sum += Math.pow(real[i] - found[i], 2);
        }
        return sum;
    }

    @Test
    void bothReadersOfANormalizationAreFound() {
        Graph graph = network();
        List<ScalableInput> inputs = ScalableInput.of(graph, ShapeInference.of(graph, OPERATORS));
        assertThat(inputs).hasSize(1);
        assertThat(inputs.get(0).maker().name()).isEqualTo("norm");
        assertThat(inputs.get(0).readers().stream().map(Node::name)).containsExactly("q", "k");
        assertThat(inputs.get(0).lastAxis()).isTrue();
    }

    /** The real-valued network computes the same; with few bits for what was the difficulty it computes better. */
    @ParameterizedTest
    @CsvSource({"smooth, 8, 4", "smooth strength=0.7, 8, 4", "awq, 3, 8", "awq steps=5, 3, 8"})
    void scalingHelpsAndChangesNothingInFloat(String recipe, int weights, int activations) {
        Graph graph = network();
        float[] real = computed(graph);
        PtqContext context = context(graph, weights, activations);
        Draft plain = PtqPipeline.run(graph, PtqRecipe.parse("ranges minmax"), context);
        Draft scaled = PtqPipeline.run(graph, PtqRecipe.parse(recipe + ", ranges minmax"), context);
        float[] same = computed(scaled.folded());
        for (int i = 0; i < real.length; i += 97) {
            assertThat(same[i]).isCloseTo(real[i], within(1e-2f + 1e-4f * Math.abs(real[i])));
        }
        double before = error(real, plain.deployed(context.placement()));
        double after = error(real, scaled.deployed(context.placement()));
        assertThat(after).isLessThan(0.9 * before);
    }

    /** s = max|X|^α / max|W|^(1−α) over both readers, by hand, up to their geometric mean. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void smoothingFactorsAreThoseOfThePaper(double strength) {
        Graph graph = network();
        PtqContext context = context(graph, 8, 8);
        Graph smoothed = new Smooth(strength).apply(Draft.of(graph), context).folded();
        float[] tensor =
                context.statistics(graph, java.util.Set.of("l"), -1).get("l").largest();
        float[] least =
                context.statistics(graph, java.util.Set.of("l"), -1).get("l").smallest();
        float[] query = graph.constants().get("query").floats();
        float[] key = graph.constants().get("key").floats();
        double[] expected = new double[CHANNELS];
        double mean = 0;
        for (int c = 0; c < CHANNELS; c++) {
            double weight = 0;
            for (int n = 0; n < 16; n++) {
                weight = Math.max(weight, Math.max(Math.abs(query[c * 16 + n]), Math.abs(key[c * 16 + n])));
            }
            double taken = Math.max(Math.abs(tensor[c]), Math.abs(least[c]));
            expected[c] = Math.pow(taken, strength) / Math.pow(weight, 1 - strength);
            mean += Math.log(expected[c]) / CHANNELS;
        }
        Node norm = smoothed.nodes().stream()
                .filter(node -> node.name().equals("norm"))
                .findFirst()
                .orElseThrow();
        float[] gamma = graph.constants().get("gamma").floats();
        float[] scaled = smoothed.constant(norm, 1).orElseThrow().floats();
        for (int c = 0; c < CHANNELS; c++) {
            double factor = gamma[c] / scaled[c];
            assertThat(factor).isCloseTo(expected[c] / Math.exp(mean), within(1e-4 * expected[c] / Math.exp(mean)));
        }
    }

    @Test
    void theRecommendedStepsRunOnANetworkWithoutPairs() {
        Graph graph = network();
        PtqContext context = context(graph, 4, 8);
        float[] real = computed(graph);
        double plain = error(
                real,
                PtqPipeline.run(graph, PtqRecipe.parse("ranges minmax"), context)
                        .deployed(context.placement()));
        Draft best = PtqPipeline.run(graph, PtqRecipe.BEST, context);
        assertThat(error(real, best.deployed(context.placement()))).isLessThan(plain);
    }
}
