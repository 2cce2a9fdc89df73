package org.bitscale.graph.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;

/**
 * Weights that no integer kernel multiplies, written as constants and the nodes that make real numbers of them; runtimes
 * compute these once, when they load the file. Codes lie as a matrix of output channels, filled up with 0 to whole groups.
 * Codes of small floats and of shared values choose integers from a table (Gather, {@link IntegerTable}); integers pass a
 * DequantizeLinear (opset 21, block-wise for groups).
 *
 * @param constants by name
 * @param nodes in order
 * @param result the tensor of real weights, of the weights' own sizes
 */
record WeightExpression(Map<String, Tensor> constants, List<Node> nodes, String result) {

    /** Writes them; {@code name} begins the names of all that is added. */
    static WeightExpression of(String name, Weights weights, QuantizedWeights quantized, Layout layout) {
        return new Writer(name, weights, quantized, layout).write();
    }

    private static final class Writer {

        private final Map<String, Tensor> constants = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private final String name;
        private final Weights weights;
        private final QuantizedWeights quantized;
        private final Layout layout;
        private final WeightGroups groups;
        private final int channels;
        private final int perChannel;
        private final int groupSize;
        private final int padded;

        Writer(String name, Weights weights, QuantizedWeights quantized, Layout layout) {
            this.name = name;
            this.weights = weights;
            this.quantized = quantized;
            this.layout = layout;
            this.groups = new WeightGroups(weights, quantized.sharing());
            this.channels = weights.channels();
            this.perChannel = weights.perChannel();
            boolean grouped = quantized.sharing().granularity() == Granularity.GROUP;
            this.groupSize = grouped ? quantized.sharing().groupSize() : perChannel;
            this.padded = grouped ? groups.perChannel() * groupSize : perChannel;
        }

        WeightExpression write() {
            boolean own = quantized.table().length == 0;
            IntegerTable table = IntegerTable.of(quantized.table());
            String matrix = own ? dequantized(integers(), 1) : dequantized(chosen(table), table.step());
            if (padded > perChannel) {
                matrix = node(
                        "Slice",
                        "_cut",
                        Attributes.NONE,
                        matrix,
                        constant("_cut_from", Tensor.ofLongVector(0)),
                        constant("_cut_to", Tensor.ofLongVector(perChannel)),
                        constant("_cut_axis", Tensor.ofLongVector(1)));
            }
            return new WeightExpression(constants, nodes, shaped(matrix));
        }

        /** From the matrix of output channels to the weights' own sizes. */
        private String shaped(String matrix) {
            long[] sizes = weights.sizes();
            int axis = weights.axis();
            long[] channelsFirst = new long[sizes.length];
            long[] back = new long[sizes.length];
            channelsFirst[0] = sizes[axis];
            for (int i = 0, next = 1; i < sizes.length; i++) {
                back[i] = i == axis ? 0 : next;
                if (i != axis) {
                    channelsFirst[next++] = sizes[i];
                }
            }
            String whole = sizes.length == 2
                    ? matrix
                    : node(
                            "Reshape",
                            "_shaped",
                            Attributes.NONE,
                            matrix,
                            constant("_sizes", Tensor.ofLongVector(channelsFirst)));
            return axis == 0 ? whole : node("Transpose", "_turned", Attributes.of("perm", back), whole);
        }

        /** Codes, as integers of the narrowest type. */
        private String integers() {
            int bits = quantized.format().bits();
            DataType type = bits > IntegerFormat.BYTE_BITS
                    ? DataType.INT16
                    : layout == Layout.SMALL && bits <= 4 ? DataType.INT4 : DataType.INT8;
            return constant("_codes", Tensor.ofLongs(type, matrix(), channels, padded));
        }

        /** What codes choose from a table of integers. */
        private String chosen(IntegerTable table) {
            DataType type = layout == Layout.SMALL && quantized.format().bits() <= 4 ? DataType.UINT4 : DataType.UINT8;
            String codes = constant("_codes", Tensor.ofLongs(type, matrix(), channels, padded));
            String places = node("Cast", "_places", Attributes.of("to", DataType.INT32.onnx()), codes);
            int largest = table.largest();
            DataType levels = largest <= Byte.MAX_VALUE
                    ? DataType.INT8
                    : largest <= Short.MAX_VALUE ? DataType.INT16 : DataType.INT32;
            long[] values = Arrays.stream(table.levels()).asLongStream().toArray();
            String constant = constant("_levels", Tensor.ofLongs(levels, values, values.length));
            return node("Gather", "_chosen", Attributes.of("axis", 0), constant, places);
        }

        private String dequantized(String integers, float step) {
            float[] scales = quantized.scales().clone();
            for (int s = 0; s < scales.length; s++) {
                scales[s] *= step;
            }
            boolean grouped = quantized.sharing().granularity() == Granularity.GROUP;
            Tensor scale = grouped
                    ? Tensor.ofFloats(scales, channels, groups.perChannel())
                    : scales.length == 1 ? Tensor.ofFloats(scales) : Tensor.ofFloats(scales, scales.length);
            Attributes attributes =
                    grouped ? Attributes.of("axis", 1, "block_size", groupSize) : Attributes.of("axis", 0);
            return node("DequantizeLinear", "_real", attributes, integers, constant("_scale", scale));
        }

        /** Codes channel by channel. */
        private long[] matrix() {
            long[] matrix = new long[channels * padded];
            for (int i = 0; i < quantized.codes().length; i++) {
                matrix[weights.channel(i) * padded + weights.place(i)] =
                        quantized.codes()[i];
            }
            return matrix;
        }

        private String constant(String what, Tensor tensor) {
            constants.put(name + what, tensor);
            return name + what;
        }

        private String node(String operator, String what, Attributes attributes, String... inputs) {
            nodes.add(Node.of(name + what, operator, Arrays.asList(inputs), name + what, attributes));
            return name + what;
        }
    }
}
