package org.bitscale.graph.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Dequantization;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;

/**
 * A graph of QuantizeLinear and DequantizeLinear nodes written with QONNX's Quant nodes (Pappalardo and others 2022), in
 * which every bit width is said as it is: what FINN, hls4ml and Brevitas read. No runtime but theirs runs it.
 *
 * <p>Quant adds the zero point before it rounds, ONNX after; where the zero point is odd, values exactly between two
 * codes fall to the other side. Biases are written as the real numbers that their integers stand for.
 */
public final class QonnxExport {

    private static final String DOMAIN = "qonnx.custom_op.general";

    private final Graph graph;
    private final Facts facts;
    private final Map<String, Tensor> constants;
    private final Map<String, String> renamed = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private QonnxExport(Graph graph, OperatorTable operators) {
        this.graph = graph;
        this.facts = ShapeInference.of(graph, operators);
        this.constants = new LinkedHashMap<>(graph.constants());
    }

    /**
     * Writes a graph's quantizers so.
     *
     * @throws BadInputException if it has none, or one whose scale is not constant
     */
    public static Graph of(Graph graph, OperatorTable operators) {
        if (!QuantizedForm.isQuantized(graph)) {
            throw new BadInputException("The network holds no quantizers; QONNX is a format of quantized networks");
        }
        return new QonnxExport(graph, operators).run();
    }

    private Graph run() {
        Map<String, List<Node>> readers = graph.consumers();
        for (Node node : graph.nodes()) {
            if (node.is("QuantizeLinear")) {
                List<Node> next = readers.getOrDefault(node.output(), List.of());
                boolean clipped = next.size() == 1
                        && next.get(0).is("Clip")
                        && constants.containsKey(next.get(0).input(1))
                        && constants.containsKey(next.get(0).input(2));
                long[] limits = clipped
                        ? new long[] {
                            constants.get(next.get(0).input(1)).longs()[0],
                            constants.get(next.get(0).input(2)).longs()[0]
                        }
                        : facts.type(node.output()).type().limits();
                activation(node, limits);
                if (clipped) {
                    renamed.put(next.get(0).output(), node.output());
                }
            } else if (node.is("DequantizeLinear")) {
                if (constants.containsKey(node.input(0))) {
                    weights(node, readers.getOrDefault(node.output(), List.of()));
                } else {
                    renamed.put(node.output(), named(node.input(0)));
                }
            } else if (!renamed.containsKey(node.output())) {
                nodes.add(
                        node.withInputs(node.inputs().stream().map(this::named).toList()));
            }
        }
        graph.outputs().stream()
                .filter(output -> renamed.containsKey(output.name()))
                .forEach(output -> nodes.add(
                        Node.of(output.name() + "_output", "Identity", List.of(named(output.name())), output.name())));
        return graph.with(nodes, constants);
    }

    private String named(String tensor) {
        return renamed.getOrDefault(tensor, tensor);
    }

    private void activation(Node node, long[] limits) {
        Tensor scale = constant(node, 1);
        float[] zeros = node.hasInput(2) ? constant(node, 2).floats() : new float[scale.elements()];
        int rank = facts.shape(node, 0).rank();
        quant(node, named(node.input(0)), scale.floats(), zeros, rank, limits[0], limits[1]);
    }

    /** Weights become real numbers and a quantizer that gives them back; biases just real numbers. */
    private void weights(Node node, List<Node> readers) {
        Tensor codes = constants.get(node.input(0));
        Tensor scale = constant(node, 1);
        Tensor zero = node.hasInput(2) ? constant(node, 2) : null;
        Tensor real = Dequantization.of(node, codes, scale, zero);
        boolean bias = codes.type().bits() > 16
                || readers.stream().allMatch(reader -> reader.input(2).equals(node.output()));
        boolean blocks = node.attributes().integer("block_size", 0) != 0;
        if (bias || blocks) {
            constants.put(node.output(), real);
            return;
        }
        String name = node.output() + "_float";
        constants.put(name, real);
        boolean symmetric = zero == null || Arrays.stream(zero.longs()).allMatch(z -> z == 0);
        float[] scales = scale.floats();
        if (!symmetric) {
            long[] limits = codes.type().limits();
            quant(node, name, scales, zero.floats(), codes.rank(), limits[0], limits[1]);
            return;
        }
        long[] values = codes.longs();
        int bits = QuantizedForm.bits(values, codes.type().bits());
        int shift = QuantizedForm.shift(values);
        for (int i = 0; i < scales.length; i++) {
            scales[i] = Math.scalb(scales[i], shift);
        }
        long low = -(1L << bits - 1);
        quant(node, name, scales, new float[scales.length], codes.rank(), low, -low - 1);
    }

    private void quant(Node node, String x, float[] scales, float[] zeros, int rank, long low, long high) {
        long[] sizes = new long[scales.length == 1 ? 0 : rank];
        Arrays.fill(sizes, 1);
        if (scales.length > 1) {
            int axis = Math.floorMod((int) node.attributes().integer("axis", 1), rank);
            sizes[axis] = scales.length;
        }
        long levels = high - low + 1;
        int bits = 64 - Long.numberOfLeadingZeros(levels - 1);
        boolean narrow = levels != 1L << bits;
        if (levels < 2 || narrow && levels != (1L << bits) - 1) {
            throw new BadInputException("%s: %d levels from %d to %d are no whole number of bits"
                    .formatted(node.describe(), levels, low, high));
        }
        String name = node.output();
        constants.put(name + "_scale", Tensor.ofFloats(scales, sizes));
        constants.put(name + "_zero", Tensor.ofFloats(zeros, zeros.length == 1 ? new long[0] : sizes));
        constants.put(name + "_bits", Tensor.ofFloats(new float[] {bits}));
        nodes.add(new Node(
                node.name(),
                DOMAIN,
                "Quant",
                List.of(x, name + "_scale", name + "_zero", name + "_bits"),
                List.of(name),
                Attributes.of("signed", low < 0 ? 1 : 0, "narrow", narrow ? 1 : 0, "rounding_mode", "ROUND")));
    }

    private Tensor constant(Node node, int index) {
        Tensor constant = constants.get(node.input(index));
        if (constant == null) {
            throw new BadInputException(
                    "%s: its scale and zero point must be constant to be written as QONNX".formatted(node.describe()));
        }
        return constant;
    }
}
