package org.bitscale.experiment.saturation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.pass.Layers;

/**
 * A layer of a QDQ file that ONNX Runtime computes as a product of uint8 inputs and int8 weights.
 *
 * @param node Conv, Gemm or MatMul
 * @param weightsNode the DequantizeLinear of its weights
 * @param codes name of the uint8 tensor that it reads
 * @param zeroPoint of that tensor
 * @param reduction which codes each sum reads
 * @param pairs of weights that can saturate
 * @param steps what 1 in a sum of products means in the output, by output channel
 */
record IntegerLayer(
        Node node,
        Node weightsNode,
        String codes,
        int zeroPoint,
        Reduction reduction,
        SaturatingPairs pairs,
        float[] steps) {

    private static final int LARGEST_CODE = 255;

    /**
     * The integer products of a graph, in its order. What ONNX Runtime computes in float is not among them: a Conv
     * without a quantizer behind it, a Gemm whose weights have no zero point, int8 inputs, weights that are not int8.
     */
    static List<IntegerLayer> of(Graph graph) {
        Map<String, Node> producers = graph.producers();
        Layers layers = new Layers(graph);
        List<IntegerLayer> found = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (isProduct(node) && staysInteger(graph, producers, layers, node)) {
                layer(graph, producers, node).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Names of the products of int8 inputs and int8 weights, which ONNX Runtime on x86 computes partly in float. */
    static List<String> signed(Graph graph) {
        Map<String, Node> producers = graph.producers();
        return graph.nodes().stream()
                .filter(IntegerLayer::isProduct)
                .filter(node -> isInt8(graph, producers.get(node.input(0)), 2)
                        && isInt8(graph, producers.get(node.input(1)), 0))
                .map(Node::name)
                .toList();
    }

    private static boolean isInt8(Graph graph, Node dequantizer, int index) {
        return isDequantizer(dequantizer)
                && graph.constant(dequantizer, index)
                        .filter(tensor -> tensor.type() == DataType.INT8)
                        .isPresent();
    }

    private static boolean isProduct(Node node) {
        return node.is("Conv")
                || node.is("MatMul")
                || node.is("Gemm") && node.attributes().integer("transA", 0) == 0;
    }

    /**
     * Whether ONNX Runtime has an integer kernel: of a Conv if its result goes to one quantizer, past a Relu or Clip
     * whose limits the quantizer's own codes have; of a Gemm if the zero point of its weights is said, be it 0; of a
     * MatMul unless a bias is added to its result, which makes it a Gemm with a float bias.
     */
    private static boolean staysInteger(Graph graph, Map<String, Node> producers, Layers layers, Node node) {
        if (node.is("Gemm")) {
            Node weights = producers.get(node.input(1));
            return weights != null && weights.hasInput(2);
        }
        float low = Float.NEGATIVE_INFINITY;
        float high = Float.POSITIVE_INFINITY;
        Optional<Node> next = layers.onlyConsumer(node.output());
        while (next.isPresent() && (next.get().is("Relu") || next.get().is("Clip"))) {
            Node limiting = next.get();
            low = Math.max(low, limiting.is("Relu") ? 0 : limit(graph, limiting, 1, Float.NEGATIVE_INFINITY));
            high = Math.min(high, limiting.is("Relu") ? high : limit(graph, limiting, 2, Float.POSITIVE_INFINITY));
            next = layers.onlyConsumer(limiting.output());
        }
        if (next.filter(n -> n.is("QuantizeLinear")).isPresent()) {
            return coversCodes(graph, next.get(), low, high);
        }
        return node.is("MatMul")
                && layers.consumers(node.output()).stream()
                        .noneMatch(reader -> reader.is("Add")
                                && reader.inputs().stream()
                                        .anyMatch(input -> graph.constants().containsKey(input)));
    }

    private static float limit(Graph graph, Node clip, int index, float without) {
        return graph.constant(clip, index)
                .filter(tensor -> tensor.elements() == 1)
                .map(tensor -> tensor.floats()[0])
                .orElse(without);
    }

    private static boolean coversCodes(Graph graph, Node quantizer, float low, float high) {
        Optional<Tensor> scale = graph.constant(quantizer, 1).filter(tensor -> tensor.elements() == 1);
        Optional<Tensor> zero = graph.constant(quantizer, 2).filter(tensor -> tensor.type() == DataType.UINT8);
        if (scale.isEmpty() || zero.isEmpty()) {
            return false;
        }
        float step = scale.get().floats()[0];
        long zeroPoint = zero.get().longs()[0];
        float tolerance = step / 2;
        return low <= -zeroPoint * step + tolerance && high >= (LARGEST_CODE - zeroPoint) * step - tolerance;
    }

    private static Optional<IntegerLayer> layer(Graph graph, Map<String, Node> producers, Node node) {
        Node input = producers.get(node.input(0));
        Node weights = producers.get(node.input(1));
        if (!isDequantizer(input) || !isDequantizer(weights)) {
            return Optional.empty();
        }
        Optional<Tensor> codes = graph.constant(weights, 0)
                .filter(tensor -> tensor.type() == DataType.INT8)
                .filter(tensor -> tensor.rank() == 2 || node.is("Conv"));
        Optional<Tensor> zeroPoint = graph.constant(input, 2).filter(zero -> zero.type() == DataType.UINT8);
        Optional<Tensor> scale = graph.constant(input, 1).filter(tensor -> tensor.elements() == 1);
        Optional<Tensor> weightScale = graph.constant(weights, 1);
        if (codes.isEmpty() || zeroPoint.isEmpty() || scale.isEmpty() || weightScale.isEmpty()) {
            return Optional.empty();
        }
        boolean lengthFirst =
                node.is("MatMul") || node.is("Gemm") && node.attributes().integer("transB", 0) == 0;
        Reduction reduction;
        if (node.is("Conv")) {
            reduction = Reduction.ofConvolution(node, codes.get());
        } else {
            reduction = Reduction.ofRows(
                    codes.get().size(lengthFirst ? 0 : 1), codes.get().size(lengthFirst ? 1 : 0));
        }
        float[] weightScales = weightScale.get().floats();
        if (weightScales.length != 1 && weightScales.length != reduction.outputs()) {
            return Optional.empty();
        }
        float[] steps = new float[reduction.outputs()];
        float factor = scale.get().floats()[0] * node.attributes().real("alpha", 1);
        for (int c = 0; c < steps.length; c++) {
            steps[c] = factor * weightScales[weightScales.length == 1 ? 0 : c];
        }
        int[] integers = toInts(codes.get());
        int largest = largestCode(graph, producers, input.input(0));
        SaturatingPairs pairs = reduction.isDepthwise()
                ? new SaturatingPairs(List.of(), 0)
                : SaturatingPairs.of(reduction.rows(integers, lengthFirst), largest);
        return Optional.of(new IntegerLayer(
                node, weights, input.input(0), (int) zeroPoint.get().longs()[0], reduction, pairs, steps));
    }

    private static boolean isDequantizer(Node node) {
        return node != null && node.is("DequantizeLinear") && node.attributes().integer("block_size", 0) == 0;
    }

    private static int[] toInts(Tensor tensor) {
        long[] values = tensor.longs();
        int[] integers = new int[values.length];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (int) values[i];
        }
        return integers;
    }

    /** Fewer bits than 8 are a Clip of the codes. */
    private static int largestCode(Graph graph, Map<String, Node> producers, String codes) {
        Node producer = producers.get(codes);
        if (producer == null || !producer.is("Clip")) {
            return LARGEST_CODE;
        }
        return graph.constant(producer, 2)
                .filter(limit -> limit.elements() == 1)
                .map(limit -> (int) Math.min(LARGEST_CODE, limit.longs()[0]))
                .orElse(LARGEST_CODE);
    }

    /** Whether inputs exist for which a pair saturates. */
    boolean canSaturate() {
        return pairs.atRisk() > 0;
    }

    /**
     * What saturation adds to the output.
     *
     * @param values elements of the output, in its order
     * @param sizes of the output
     * @param sums how many sums were computed
     * @param tally what saturated
     */
    record Errors(float[] values, long[] sizes, long sums, SaturatingPairs.Tally tally) {}

    /**
     * Computes it.
     *
     * @param input codes 0 … 255 as bytes
     * @param sizes of the input: N, C, spatial for a Conv; else rows last
     * @param share of the first axis that counts; the rest fills up a batch and gets no errors
     */
    Errors errors(byte[] input, long[] sizes, double share) {
        long[] output = reduction.output(sizes);
        float[] values = new float[Math.toIntExact(product(output))];
        SaturatingPairs.Tally all = new SaturatingPairs.Tally();
        int units = reduction.convolution() ? Math.toIntExact(sizes[0]) : values.length / reduction.outputs();
        int counted = (int) Math.rint(units * share);
        int[] windows = reduction.convolution() ? reduction.windows(sizes) : new int[0];
        // Each unit writes elements of its own; counts are added in any order.
        IntStream.range(0, counted)
                .parallel()
                .mapToObj(unit -> {
                    SaturatingPairs.Tally tally = new SaturatingPairs.Tally();
                    if (reduction.convolution()) {
                        image(input, sizes, unit, windows, values, tally);
                    } else {
                        row(input, unit, values, tally);
                    }
                    return tally;
                })
                .forEachOrdered(all::add);
        return new Errors(values, output, counted * (long) (values.length / Math.max(1, units)), all);
    }

    private void row(byte[] input, int row, float[] values, SaturatingPairs.Tally tally) {
        int[] codes = new int[reduction.channels()];
        for (int k = 0; k < codes.length; k++) {
            codes[k] = Byte.toUnsignedInt(input[row * codes.length + k]);
        }
        for (int m = 0; m < reduction.outputs(); m++) {
            values[row * reduction.outputs() + m] = pairs.error(m, codes, tally) * steps[m];
        }
    }

    private void image(
            byte[] input, long[] sizes, int image, int[] windows, float[] values, SaturatingPairs.Tally tally) {
        int channels = reduction.channels();
        int positions = reduction.positions();
        int plane = Math.toIntExact(product(sizes) / (sizes[0] * sizes[1]));
        int places = windows.length / positions;
        int[] codes = new int[reduction.length()];
        int outputs = reduction.outputs() / reduction.groups();
        for (int group = 0; group < reduction.groups(); group++) {
            int[] atRisk = IntStream.range(group * outputs, (group + 1) * outputs)
                    .filter(pairs::isAtRisk)
                    .toArray();
            int first = Math.toIntExact((image * sizes[1] + (long) group * channels) * plane);
            for (int place = 0; place < places && atRisk.length > 0; place++) {
                for (int p = 0; p < positions; p++) {
                    int element = windows[place * positions + p];
                    for (int c = 0; c < channels; c++) {
                        codes[p * channels + c] =
                                element < 0 ? zeroPoint : Byte.toUnsignedInt(input[first + c * plane + element]);
                    }
                }
                for (int m : atRisk) {
                    int error = pairs.error(m, codes, tally);
                    if (error != 0) {
                        values[(image * reduction.outputs() + m) * places + place] = error * steps[m];
                    }
                }
            }
        }
    }

    private static long product(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}
