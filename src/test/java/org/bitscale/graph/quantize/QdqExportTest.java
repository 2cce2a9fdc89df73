package org.bitscale.graph.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.Computed;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.onnx.SmallNetworks;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.pass.BatchNormParameters;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.TensorQuantSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QdqExportTest {

    private static final Map<Site, QParams> ONE_WEIGHT =
            Map.of(new Site("x", 8), new QParams(0.5f, 10), new Site("y", 8), new QParams(0.25f, 100));

    private static Graph exported(Graph graph, int weightBits, int[] codes, float[] scales, Layout layout) {
        QuantPlan plan =
                QuantizeNetworks.plan(graph, new PlanSettings(weightBits, 8, Granularity.CHANNEL, 2, 8, Map.of()));
        return QdqExport.of(
                graph,
                QuantizeNetworks.placement(graph, plan),
                ONE_WEIGHT,
                Map.of("conv", new QuantizedWeights(codes, scales, IntegerFormat.weights(weightBits))),
                layout);
    }

    private static Tensor constant(Graph graph, String name) {
        assertThat(graph.constants()).containsKey(name);
        return graph.constants().get(name);
    }

    @Test
    void aLayerByHand() {
        // w = 3 codes of 0.1, b = 0.77: in steps of 0.5·0.1 that is 15.4, so 15.
        Graph graph =
                exported(QuantizeNetworks.oneWeight(0.3f, 0.77f), 8, new int[] {3}, new float[] {0.1f}, Layout.FAST);
        assertThat(graph.nodes().stream().map(Node::operator))
                .containsExactlyInAnyOrder(
                        "QuantizeLinear",
                        "DequantizeLinear",
                        "DequantizeLinear",
                        "DequantizeLinear",
                        "Conv",
                        "QuantizeLinear",
                        "DequantizeLinear");
        assertThat(constant(graph, "conv.weight_codes"))
                .isEqualTo(Tensor.ofLongs(DataType.INT8, new long[] {3}, 1, 1, 1, 1));
        assertThat(constant(graph, "conv.weight_scale").floats()).containsExactly(0.1f);
        assertThat(constant(graph, "conv.bias_codes")).isEqualTo(Tensor.ofLongs(DataType.INT32, new long[] {15}, 1));
        assertThat(constant(graph, "conv.bias_scale").floats()).containsExactly(0.05f);
        assertThat(constant(graph, "x_8bit_zero")).isEqualTo(Tensor.ofLongs(DataType.UINT8, new long[] {10}));
        // x = 2.2 is 4.4 steps, so 2; 2·0.3 + 0.75 = 1.35 is 5.4 steps of 0.25, so 1.25.
        assertThat(Computed.of(graph, new float[] {2.2f}, 1, 1, 1, 1)).containsExactly(1.25f);
        assertThat(graph.onlyOutput().name()).isEqualTo("y");
    }

    @Test
    void fewBitsAreShiftedUpAsFarAsPairsOfProductsFit() {
        // 2·255·(4 << 4) = 32,640 fits into 16 bits, one step further does not; 8 − 3 bits are free.
        Graph graph =
                exported(QuantizeNetworks.oneWeight(-0.4f, 0.77f), 3, new int[] {-4}, new float[] {0.1f}, Layout.FAST);
        assertThat(constant(graph, "conv.weight_codes").longs()).containsExactly(-64);
        assertThat(constant(graph, "conv.weight_scale").floats()).containsExactly(0.1f / 16);
        // The bias has 16 times finer steps: 0.77 / (0.5 · 0.00625) = 246.4.
        assertThat(constant(graph, "conv.bias_codes").longs()).containsExactly(246);
        assertThat(constant(graph, "conv.bias_scale").floats()).containsExactly(0.5f * (0.1f / 16));
    }

    @Test
    void shiftsFitTheCodesTheyFind() {
        IntegerFormat two = IntegerFormat.weights(2);
        assertThat(QdqExport.shift(new QuantizedWeights(new int[] {1, -1}, new float[1], two), 8))
                .isEqualTo(6);
        assertThat(QdqExport.shift(new QuantizedWeights(new int[] {1, -2}, new float[1], two), 8))
                .isEqualTo(5);
        assertThat(QdqExport.shift(new QuantizedWeights(new int[] {1, -2}, new float[1], two), 2))
                .isEqualTo(6);
        IntegerFormat eight = IntegerFormat.weights(8);
        assertThat(QdqExport.shift(new QuantizedWeights(new int[] {1}, new float[1], eight), 8))
                .isZero();
        assertThat(QdqExport.shift(new QuantizedWeights(new int[] {-7}, new float[1], IntegerFormat.weights(4)), 4))
                .isEqualTo(4);
    }

    @Test
    void smallLayoutPacksFourBits() {
        Graph graph =
                exported(QuantizeNetworks.oneWeight(-0.4f, 0.77f), 3, new int[] {-4}, new float[] {0.1f}, Layout.SMALL);
        Tensor codes = constant(graph, "conv.weight_codes");
        assertThat(codes).isEqualTo(Tensor.ofLongs(DataType.INT4, new long[] {-4}, 1, 1, 1, 1));
        assertThat(codes.raw().get(0)).isEqualTo((byte) 0x0C);
        assertThat(constant(graph, "conv.weight_scale").floats()).containsExactly(0.1f);
        Graph wide =
                exported(QuantizeNetworks.oneWeight(-0.4f, 0.77f), 5, new int[] {-4}, new float[] {0.1f}, Layout.SMALL);
        assertThat(constant(wide, "conv.weight_codes").type()).isEqualTo(DataType.INT8);
    }

    /** Parameters that are right for no network but legal for every one. */
    private static Map<Site, QParams> parameters(Placement placement) {
        Map<Site, QParams> parameters = new HashMap<>();
        for (Site site : placement.ownSites()) {
            int levels = (1 << site.bits()) - 1;
            parameters.put(site, new QParams(4f / levels, levels / 2));
        }
        return parameters;
    }

    private static Map<String, QuantizedWeights> weights(Graph graph, QuantPlan plan) {
        Map<String, QuantizedWeights> all = new HashMap<>();
        for (Node node : graph.nodes()) {
            plan.of(node.name()).weights().ifPresent(spec -> {
                Weights weights = Weights.of(node, graph.constant(node, 1).orElseThrow());
                all.put(node.name(), QuantizedWeights.of(weights, spec, RangeRule.MIN_MAX));
            });
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void aResidualNetworkIsWrittenReadAndComputedAlike(Layout layout) {
        Graph graph = QuantizeNetworks.residual();
        QuantPlan plan = QuantizeNetworks.plan(graph, PlanSettings.of(4, 4));
        Placement placement = QuantizeNetworks.placement(graph, plan);
        Graph exported = QdqExport.of(graph, placement, parameters(placement), weights(graph, plan), layout);

        // r1 is quantized to 8 bits and from there to 4, between whose integers a Clip stands.
        List<String> names = exported.nodes().stream().map(Node::name).toList();
        assertThat(names).contains("r1_8bit_quantize", "r1_4bit_quantize", "r1_4bit_clip", "r1_4bit_dequantize");
        assertThat(names).doesNotContain("r1_8bit_clip");
        Node four = exported.nodes().get(names.indexOf("r1_4bit_quantize"));
        assertThat(four.input(0))
                .isEqualTo(exported.nodes()
                        .get(names.indexOf("r1_8bit_dequantize"))
                        .output());
        Node clip = exported.nodes().get(names.indexOf("r1_4bit_clip"));
        assertThat(clip.output()).isEqualTo(QdqExport.integerTensor(new Site("r1", 4)));
        assertThat(exported.constant(clip, 2).orElseThrow().longs()).containsExactly(15);
        // Flatten only moves values: before and after it the same parameters.
        assertThat(constant(exported, "f_8bit_scale")).isEqualTo(constant(exported, "p_8bit_scale"));
        assertThat(constant(exported, "f_8bit_zero")).isEqualTo(constant(exported, "p_8bit_zero"));

        Graph read = new OnnxReader(QuantizeNetworks.OPERATORS).read(OnnxWriter.bytes(exported), "q");
        float[] x = SmallNetworks.numbers(9, 3 * 32);
        assertThat(Computed.of(read, x, 3, 2, 4, 4)).isEqualTo(Computed.of(exported, x, 3, 2, 4, 4));
    }

    @Test
    void bothLayoutsComputeTheSame() {
        Graph graph = QuantizeNetworks.residual();
        QuantPlan plan = QuantizeNetworks.plan(graph, new PlanSettings(3, 8, Granularity.TENSOR, 3, 8, Map.of()));
        Placement placement = QuantizeNetworks.placement(graph, plan);
        List<float[]> outputs = new ArrayList<>();
        for (Layout layout : Layout.values()) {
            Graph exported = QdqExport.of(graph, placement, parameters(placement), weights(graph, plan), layout);
            outputs.add(Computed.of(exported, SmallNetworks.numbers(9, 96), 3, 2, 4, 4));
        }
        assertThat(outputs.get(0)).containsExactly(outputs.get(1), org.assertj.core.api.Assertions.within(1e-5f));
    }

    @Test
    void minMaxScalesOfTensorAndChannels() {
        Weights weights = new Weights(new float[] {1, -2, 0.5f, 0, 0, 0}, new long[] {3, 2}, 0);
        assertThat(QuantizedWeights.scales(weights, TensorQuantSpec.weights(4, Granularity.CHANNEL), RangeRule.MIN_MAX))
                .containsExactly(2f / 7, 0.5f / 7, 1);
        assertThat(QuantizedWeights.scales(weights, TensorQuantSpec.weights(8, Granularity.TENSOR), RangeRule.MIN_MAX))
                .containsExactly(2f / 127);
        QuantizedWeights codes = QuantizedWeights.of(
                weights, TensorQuantSpec.weights(2, Granularity.CHANNEL), new float[] {0.5f, 0.25f, 1});
        assertThat(codes.codes()).containsExactly(1, -2, 1, 0, 0, 0);
    }

    @Test
    void foldingANormalizationScalesAndTurnsCodes() {
        Weights weights = new Weights(new float[3], new long[] {3, 1}, 0);
        QuantizedWeights codes =
                new QuantizedWeights(new int[] {1, -2, 1}, new float[] {0.5f}, IntegerFormat.weights(2));
        BatchNormParameters norm = new BatchNormParameters(new double[] {2, -4, 0}, new double[3]);
        QuantizedWeights folded = codes.folded(weights, norm);
        // −2 has no opposite in 2 bits.
        assertThat(folded.codes()).containsExactly(1, 1, 0);
        assertThat(folded.scales()).containsExactly(1, 2, 1);
    }

    @Test
    void packedSizeByHand() {
        Graph graph = QuantizeNetworks.residual();
        int weights = 54 + 81 + 15;
        int biases = 3 + 5;
        assertThat(PackedSize.ofFloat(graph)).isEqualTo(4 * (weights + biases));
        QuantPlan plan = QuantizeNetworks.plan(graph, PlanSettings.of(3, 4));
        Placement placement = QuantizeNetworks.placement(graph, plan);
        // conv1 and fc have 8 bits, conv2 3; scales one a channel; 6 activations with parameters of their own.
        long bits = 54 * 8 + 81 * 3 + 15 * 8 + (3 + 3 + 5) * 32 + biases * 32 + 6 * (32 + 8);
        assertThat(PackedSize.of(
                        graph, weights(graph, plan), placement.ownSites().size()))
                .isEqualTo((bits + 7) / 8);
        Map<String, QuantizedWeights> onlyOne = new HashMap<>(weights(graph, plan));
        onlyOne.keySet().retainAll(List.of("conv2"));
        assertThat(PackedSize.of(graph, onlyOne, 0)).isEqualTo(((54 + 15 + biases + 3) * 32 + 81 * 3 + 7) / 8);
    }

    /** y = clip(x, 0, 6) between two convolutions of weight 1. */
    private static Graph clipped(float scale) {
        Graph graph = new TestModel(13)
                .input("x", "N", 1, 1, 1)
                .floats("one", new float[] {1}, 1, 1, 1, 1)
                .floats("low", new float[] {0})
                .floats("high", new float[] {6})
                .node("first", "", "Conv", List.of("c"), List.of("x", "one"))
                .node("clip", "", "Clip", List.of("r"), List.of("c", "low", "high"))
                .node("second", "", "Conv", List.of("y"), List.of("r", "one"))
                .output("y")
                .read();
        QuantPlan plan = QuantizeNetworks.plan(graph, new PlanSettings(8, 4, Granularity.CHANNEL, 2, 8, Map.of()));
        QuantizedWeights one = new QuantizedWeights(new int[] {1}, new float[] {1}, IntegerFormat.weights(8));
        Placement placement = QuantizeNetworks.placement(graph, plan);
        Map<Site, QParams> activations = new HashMap<>();
        placement.ownSites().forEach(site -> activations.put(site, new QParams(site.bits() == 4 ? scale : 1, 0)));
        return QdqExport.of(graph, placement, activations, Map.of("first", one, "second", one), Layout.FAST);
    }

    @Test
    void aClipBeforeAQuantizerBecomesLimitsOfItsCodes() {
        for (float scale : new float[] {0.3f, 0.4f, 0.5f, 1}) {
            Graph graph = clipped(scale);
            assertThat(graph.nodes()).noneMatch(node -> node.name().equals("clip"));
            for (int x = 0; x <= 15; x++) {
                // What the Clip in float would have given: 0 to 6, and not more than 15 codes.
                float expected = (float) (Math.min(15, Math.rint(Math.min(6, x) / scale)) * scale);
                // The output is quantized in whole steps.
                assertThat(Computed.of(graph, new float[] {x}, 1, 1, 1, 1))
                        .as("scale %s, %d", scale, x)
                        .containsExactly((float) Math.rint(expected));
            }
        }
    }
}
