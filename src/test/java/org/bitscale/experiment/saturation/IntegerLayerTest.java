package org.bitscale.experiment.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.quantize.ReducedRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerLayerTest {

    private static final int ZERO = 200;

    /** Codes → product of weights with scale 1/2, inputs of scale 1/4 → quantizer. */
    private static Graph network(Node product, long[] weights, long[] sizes, List<Node> behind) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("x_scale", Tensor.ofFloats(new float[] {0.25f}));
        constants.put("x_zero", Tensor.ofLongs(DataType.UINT8, new long[] {ZERO}));
        constants.put("w_codes", Tensor.ofLongs(DataType.INT8, weights, sizes));
        constants.put("w_scale", Tensor.ofFloats(new float[] {0.5f}));
        constants.put("w_zero", Tensor.ofLongs(DataType.INT8, new long[1]));
        constants.put("y_scale", Tensor.ofFloats(new float[] {1}));
        constants.put("y_zero", Tensor.ofLongs(DataType.UINT8, new long[] {0}));
        List<Node> nodes = new ArrayList<>(List.of(
                Node.of("x_quantize", "QuantizeLinear", List.of("x", "x_scale", "x_zero"), "x_q"),
                Node.of("x_dequantize", "DequantizeLinear", List.of("x_q", "x_scale", "x_zero"), "x_dq"),
                Node.of("w_dequantize", "DequantizeLinear", List.of("w_codes", "w_scale", "w_zero"), "w"),
                product));
        nodes.addAll(behind);
        String output = nodes.get(nodes.size() - 1).output();
        TensorType free = new TensorType(DataType.FLOAT, new Shape(List.of(Dim.symbol("N"))));
        return new Graph(
                "net",
                List.of(new ValueInfo("x", free)),
                List.of(new ValueInfo(output, free)),
                nodes,
                constants,
                Map.of());
    }

    private static Graph network(Node product, long[] weights, long... sizes) {
        return network(product, weights, sizes, List.of(quantizer("y")));
    }

    private static Node quantizer(String tensor) {
        return Node.of("y_quantize", "QuantizeLinear", List.of(tensor, "y_scale", "y_zero"), "y_q");
    }

    private static Node convolution(Object... attributes) {
        return Node.of("layer", "Conv", List.of("x_dq", "w"), "y", Attributes.of(attributes));
    }

    private static IntegerLayer only(Graph graph) {
        List<IntegerLayer> layers = IntegerLayer.of(graph);
        assertThat(layers).hasSize(1);
        return layers.get(0);
    }

    private static byte[] codes(int... values) {
        byte[] codes = new byte[values.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) values[i];
        }
        return codes;
    }

    @Test
    void aPairOfProductsStaysWithin16Bits() {
        SaturatingPairs pairs = SaturatingPairs.of(new int[][] {{127, 127, -127, 1, 127}, {64, 64, -64, -64, 3}}, 255);
        assertThat(pairs.pairs()).isEqualTo(4);
        assertThat(pairs.atRisk()).isEqualTo(1);
        assertThat(pairs.isAtRisk(1)).isFalse();
        SaturatingPairs.Tally tally = new SaturatingPairs.Tally();
        // 255·127 + 255·127 = 64,770, of which 32,767 are left
        assertThat(pairs.error(0, new int[] {255, 255, 255, 0, 255}, tally)).isEqualTo(-32_003);
        assertThat(pairs.error(0, new int[] {129, 129, 0, 0, 0}, tally)).isZero();
        assertThat(tally.saturated()).isEqualTo(1);
        assertThat(tally.worst()).isEqualTo(32_003);
        SaturatingPairs negative = SaturatingPairs.of(new int[][] {{-127, -127}}, 255);
        assertThat(negative.error(0, new int[] {255, 255}, tally)).isEqualTo(64_770 - 32_768);
    }

    @Test
    void channelsAreNeighboursAlongTheReduction() {
        // Two channels, a kernel of two: weights by channel, then position.
        Node conv = convolution();
        assertThat(only(network(conv, new long[] {127, 0, 127, 0}, 1, 2, 1, 2))
                        .pairs()
                        .atRisk())
                .isEqualTo(1);
        assertThat(only(network(conv, new long[] {127, 127, 0, 0}, 1, 2, 1, 2))
                        .pairs()
                        .atRisk())
                .isZero();
        // One channel: neighbours are positions.
        assertThat(only(network(conv, new long[] {127, 127}, 1, 1, 1, 2))
                        .pairs()
                        .atRisk())
                .isEqualTo(1);
    }

    @Test
    void whatIsMissingComesOutInStepsOfTheSum() {
        IntegerLayer layer = only(network(convolution(), new long[] {127, 0, 127, 0}, 1, 2, 1, 2));
        // channels [255, 1, 0] and [255, 2, 0]: the first place saturates, the second reads 1·127 + 2·127
        IntegerLayer.Errors errors = layer.errors(codes(255, 1, 0, 255, 2, 0), new long[] {1, 2, 1, 3}, 1);
        assertThat(errors.sizes()).containsExactly(1, 1, 1, 2);
        assertThat(errors.values()).containsExactly(-32_003 * 0.25f * 0.5f, 0);
        assertThat(errors.sums()).isEqualTo(2);
        assertThat(errors.tally().saturated()).isEqualTo(1);
    }

    @Test
    void paddingIsTheZeroPoint() {
        IntegerLayer layer =
                only(network(convolution("pads", new long[] {0, 1, 0, 1}), new long[] {127, 127}, 1, 1, 1, 2));
        // places read (200, 60), (60, 60), (60, 200); 260·127 = 33,020
        IntegerLayer.Errors errors = layer.errors(codes(60, 60), new long[] {1, 1, 1, 2}, 1);
        float missing = (32_767 - 33_020) * 0.125f;
        assertThat(errors.values()).containsExactly(missing, 0, missing);
    }

    @Test
    void depthwiseKernelsDoNotSaturate() {
        IntegerLayer depthwise = only(network(convolution("group", 2L), new long[] {127, 127, 127, 127}, 2, 1, 1, 2));
        assertThat(depthwise.reduction().isDepthwise()).isTrue();
        assertThat(depthwise.canSaturate()).isFalse();
        IntegerLayer multiplied = only(network(convolution("group", 1L), new long[] {127, 127, 127, 127}, 2, 1, 1, 2));
        assertThat(multiplied.canSaturate()).isTrue();
    }

    @Test
    void whatRunsInFloatIsNoIntegerLayer() {
        long[] weights = {127, 127};
        assertThat(IntegerLayer.of(network(convolution(), weights, new long[] {1, 1, 1, 2}, List.of())))
                .isEmpty();
        Node relu = Node.of("relu", "Relu", List.of("y"), "z");
        assertThat(IntegerLayer.of(
                        network(convolution(), weights, new long[] {1, 1, 1, 2}, List.of(relu, quantizer("z")))))
                .hasSize(1);
        Graph shifted = network(convolution(), weights, new long[] {1, 1, 1, 2}, List.of(relu, quantizer("z")));
        Map<String, Tensor> constants = new LinkedHashMap<>(shifted.constants());
        constants.put("y_zero", Tensor.ofLongs(DataType.UINT8, new long[] {7}));
        assertThat(IntegerLayer.of(shifted.with(shifted.nodes(), constants))).isEmpty();
        Node gemm = Node.of("layer", "Gemm", List.of("x_dq", "w"), "y", Attributes.of("transB", 1L));
        Graph integer = network(gemm, weights, new long[] {1, 2}, List.of());
        assertThat(IntegerLayer.of(integer)).hasSize(1);
        List<Node> silent = integer.nodes().stream()
                .map(node -> node.name().equals("w_dequantize") ? node.withInputs(List.of("w_codes", "w_scale")) : node)
                .toList();
        assertThat(IntegerLayer.of(integer.with(silent, integer.constants()))).isEmpty();
        Node matMul = Node.of("layer", "MatMul", List.of("x_dq", "w"), "y");
        assertThat(IntegerLayer.of(network(matMul, weights, new long[] {2, 1}, List.of())))
                .hasSize(1);
    }

    @Test
    void fewerActivationBitsLeaveRoom() {
        Graph graph = network(convolution(), new long[] {127, 127}, 1, 1, 1, 2);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.put("low", Tensor.ofLongs(DataType.UINT8, new long[] {0}));
        constants.put("high", Tensor.ofLongs(DataType.UINT8, new long[] {127}));
        List<Node> nodes = new ArrayList<>();
        nodes.add(Node.of("clip", "Clip", List.of("x_q", "low", "high"), "x_c"));
        for (Node node : graph.nodes()) {
            nodes.add(node.name().equals("x_dequantize") ? node.withInput(0, "x_c") : node);
        }
        IntegerLayer layer = only(graph.with(nodes, constants));
        assertThat(layer.codes()).isEqualTo("x_c");
        assertThat(layer.canSaturate()).isFalse(); // 2·127·127 = 32,258
    }

    @Test
    void reducedRangeHalvesTheChannelsThatNeedIt() {
        Node gemm = Node.of("layer", "Gemm", List.of("x_dq", "w", "b"), "y", Attributes.of("transB", 1L));
        List<Node> nodes = List.of(
                Node.of("b_dequantize", "DequantizeLinear", List.of("b_codes", "b_scale"), "b"), quantizer("y"));
        Graph plain = network(
                Node.of("layer", "Gemm", List.of("x_dq", "w"), "y", Attributes.of("transB", 1L)),
                new long[] {127, -127, 100, 3},
                2,
                2);
        Map<String, Tensor> constants = new LinkedHashMap<>(plain.constants());
        constants.put("w_scale", Tensor.ofFloats(new float[] {0.5f, 4}, 2));
        constants.put("b_codes", Tensor.ofLongs(DataType.INT32, new long[] {1001, 77}, 2));
        constants.put("b_scale", Tensor.ofFloats(new float[] {0.125f, 1}, 2));
        List<Node> all = new ArrayList<>(plain.nodes().subList(0, 3));
        all.add(gemm);
        all.addAll(nodes);
        Graph graph = plain.with(all, constants);
        Graph reduced = ReducedRange.of(graph, Map.of("layer", new boolean[] {true, false}));
        Map<String, Node> producers = reduced.producers();
        Node weights = producers.get("w");
        Node bias = producers.get("b");
        assertThat(reduced.constant(weights, 0).orElseThrow().longs()).containsExactly(64, -64, 100, 3);
        assertThat(reduced.constant(weights, 1).orElseThrow().floats()).containsExactly(1, 4);
        assertThat(reduced.constant(bias, 0).orElseThrow().longs()).containsExactly(500, 77);
        assertThat(reduced.constant(bias, 1).orElseThrow().floats()).containsExactly(0.25f, 1);
    }

    /** Against adding all pairs of a patch laid out channels last, one by one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsAddingPairByPair(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int groups = random.nextInt(1, 3);
        int channels = random.nextInt(1, 4);
        int outputs = groups * random.nextInt(1, 3) * (channels == 1 ? 2 : 1);
        int[] kernel = {random.nextInt(1, 4), random.nextInt(1, 4)};
        int[] stride = {random.nextInt(1, 3), random.nextInt(1, 3)};
        int[] dilation = {random.nextInt(1, 3), random.nextInt(1, 3)};
        int[] pad = {random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)};
        int height = 7;
        int width = 6;
        long[] weights = random.longs((long) outputs * channels * kernel[0] * kernel[1], -127, 128)
                .toArray();
        IntegerLayer layer = only(network(
                convolution(
                        "group",
                        (long) groups,
                        "strides",
                        new long[] {stride[0], stride[1]},
                        "dilations",
                        new long[] {dilation[0], dilation[1]},
                        "pads",
                        new long[] {pad[0], pad[1], pad[2], pad[3]}),
                weights,
                outputs,
                channels,
                kernel[0],
                kernel[1]));
        int images = 2;
        int all = groups * channels;
        int[] input = random.ints((long) images * all * height * width, 0, 256).toArray();
        IntegerLayer.Errors errors = layer.errors(codes(input), new long[] {images, all, height, width}, 1);
        int rows = Math.toIntExact(errors.sizes()[2]);
        int columns = Math.toIntExact(errors.sizes()[3]);
        for (int i = 0; i < errors.values().length; i++) {
            int column = i % columns;
            int row = i / columns % rows;
            int output = i / (columns * rows) % outputs;
            int image = i / (columns * rows * outputs);
            int first = output / (outputs / groups) * channels;
            List<int[]> factors = new ArrayList<>();
            for (int ky = 0; ky < kernel[0]; ky++) {
                for (int kx = 0; kx < kernel[1]; kx++) {
                    int y = row * stride[0] + ky * dilation[0] - pad[0];
                    int x = column * stride[1] + kx * dilation[1] - pad[1];
                    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
                    for (int c = 0; c < channels; c++) {
                        int code = inside ? input[((image * all + first + c) * height + y) * width + x] : ZERO;
                        int weight = (int) weights[((output * channels + c) * kernel[0] + ky) * kernel[1] + kx];
                        factors.add(new int[] {code, weight});
                    }
                }
            }
            int missing = 0;
            for (int k = 0; k + 1 < factors.size(); k += 2) {
                int sum = factors.get(k)[0] * factors.get(k)[1] + factors.get(k + 1)[0] * factors.get(k + 1)[1];
                missing += Math.max(-32_768, Math.min(32_767, sum)) - sum;
            }
            assertThat(errors.values()[i]).isEqualTo(missing * 0.125f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gemm", "GemmB", "MatMul"})
    void rowsOfMatricesAreReductions(String operator) {
        boolean transposed = operator.equals("GemmB");
        Node node = Node.of(
                "layer",
                operator.equals("MatMul") ? "MatMul" : "Gemm",
                List.of("x_dq", "w"),
                "y",
                transposed ? Attributes.of("transB", 1L) : Attributes.NONE);
        // Two outputs over three inputs: weights 127, 127, 127 and 1, 1, 1
        long[] weights = transposed ? new long[] {127, 127, 127, 1, 1, 1} : new long[] {127, 1, 127, 1, 127, 1};
        IntegerLayer layer = only(network(node, weights, transposed ? new long[] {2, 3} : new long[] {3, 2}));
        IntegerLayer.Errors errors = layer.errors(codes(255, 255, 255, 9, 9, 255, 255, 200, 0), new long[] {3, 3}, 1);
        assertThat(errors.sizes()).containsExactly(3, 2);
        assertThat(errors.values()).containsExactly(-32_003 * 0.125f, 0, 0, 0, (32_767 - 455 * 127) * 0.125f, 0);
        IntegerLayer.Errors part = layer.errors(codes(255, 255, 255, 255, 255, 255), new long[] {2, 3}, 0.5);
        assertThat(part.sums()).isEqualTo(2);
        assertThat(part.tally().saturated()).isEqualTo(1);
    }
}
