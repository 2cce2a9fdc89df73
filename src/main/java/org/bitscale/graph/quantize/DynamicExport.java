package org.bitscale.graph.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;

/**
 * The deployed form whose activations are quantized as the network runs: what a quantized layer reads passes a
 * DynamicQuantizeLinear (version 11), is multiplied with integer weights (MatMulInteger-10), and the sums become real
 * numbers again by both scales. Additions, pools and biases stay in float. Convolutions, and layers whose weights are no
 * integers of 8 bits, read real numbers that a DequantizeLinear makes: ONNX Runtime (1.29) takes five to eight times as
 * long for a ConvInteger as for a float convolution.
 */
public final class DynamicExport {

    private final Graph graph;
    private final QuantPlan plan;
    private final Map<String, QuantizedWeights> weights;
    private final Layout layout;
    private final Map<String, Tensor> constants;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Codes> quantized = new HashMap<>();

    /** Names of what a DynamicQuantizeLinear gives. */
    private record Codes(String integers, String scale, String zeroPoint) {}

    private DynamicExport(Graph graph, QuantPlan plan, Map<String, QuantizedWeights> weights, Layout layout) {
        this.graph = graph;
        this.plan = plan;
        this.weights = weights;
        this.layout = layout;
        this.constants = new LinkedHashMap<>(graph.constants());
    }

    /**
     * Writes a plan into a graph.
     *
     * @param graph batch normalizations folded
     * @param weights weights by node name; layers not named stay in float
     */
    public static Graph of(Graph graph, QuantPlan plan, Map<String, QuantizedWeights> weights, Layout layout) {
        return new DynamicExport(graph, plan, weights, layout).run();
    }

    private Graph run() {
        for (Node node : graph.nodes()) {
            QuantizedWeights own = weights.get(node.name());
            LayerPlan layer = plan.of(node.name());
            if (own == null || layer.input().isEmpty()) {
                nodes.add(node);
                continue;
            }
            QuantizedWeights integers = own.asIntegers();
            if ((node.is("MatMul") || isPlainGemm(node)) && integers.isInteger()) {
                multiplied(node, integers);
            } else {
                inFloat(node, own);
            }
        }
        return graph.with(nodes, constants);
    }

    private static boolean isPlainGemm(Node node) {
        Attributes attributes = node.attributes();
        return node.is("Gemm")
                && attributes.integer("transB", 0) == 1
                && attributes.integer("transA", 0) == 0
                && attributes.real("alpha", 1) == 1
                && attributes.real("beta", 1) == 1;
    }

    private Codes quantized(String tensor) {
        return quantized.computeIfAbsent(tensor, name -> {
            Codes codes = new Codes(name + "_dynamic", name + "_dynamic_scale", name + "_dynamic_zero");
            nodes.add(new Node(
                    name + "_dynamic_quantize",
                    "",
                    "DynamicQuantizeLinear",
                    List.of(name),
                    List.of(codes.integers(), codes.scale(), codes.zeroPoint()),
                    Attributes.NONE));
            return codes;
        });
    }

    private void multiplied(Node node, QuantizedWeights integers) {
        Codes input = quantized(node.input(0));
        Tensor real = constants.get(node.input(1));
        String name = node.name();
        long[] codes = Arrays.stream(integers.codes()).asLongStream().toArray();
        Tensor matrix = Tensor.ofLongs(DataType.INT8, codes, real.sizes());
        String codesName = constant(name + ".weight_codes", node.is("Gemm") ? transposed(matrix) : matrix);
        String sums = name + "_sums";
        nodes.add(new Node(
                name,
                "",
                "MatMulInteger",
                List.of(input.integers(), codesName, input.zeroPoint()),
                List.of(sums),
                Attributes.NONE));
        String casted = node(name + "_real_sums", "Cast", Attributes.of("to", DataType.FLOAT.onnx()), sums);
        String scale = constant(name + ".weight_scale", channels(integers.scales()));
        String both = node(name + "_scale", "Mul", Attributes.NONE, input.scale(), scale);
        boolean bias = node.hasInput(2);
        String product = bias ? name + "_product" : node.output();
        nodes.add(Node.of(name + "_scaled", "Mul", List.of(casted, both), product));
        if (bias) {
            float[] values = constants.get(node.input(2)).floats();
            String offset = constant(name + ".bias_real", channels(values));
            nodes.add(Node.of(name + "_biased", "Add", List.of(product, offset), node.output()));
        }
    }

    private void inFloat(Node node, QuantizedWeights own) {
        Codes input = quantized(node.input(0));
        String real = node(
                node.name() + "_input",
                "DequantizeLinear",
                Attributes.NONE,
                input.integers(),
                input.scale(),
                input.zeroPoint());
        WeightExpression expression = WeightExpression.of(
                node.name() + ".weight", Weights.of(node, constants.get(node.input(1))), own, layout);
        constants.putAll(expression.constants());
        nodes.addAll(expression.nodes());
        nodes.add(node.withInput(0, real).withInput(1, expression.result()));
    }

    /** Along the last axis of a product. */
    private static Tensor channels(float[] values) {
        return values.length == 1 ? Tensor.ofFloats(values) : Tensor.ofFloats(values, values.length);
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = matrix.size(0);
        int columns = matrix.size(1);
        long[] from = matrix.longs();
        long[] to = new long[from.length];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                to[k * rows + i] = from[i * columns + k];
            }
        }
        return Tensor.ofLongs(matrix.type(), to, columns, rows);
    }

    private String constant(String name, Tensor tensor) {
        constants.put(name, tensor);
        return name;
    }

    private String node(String name, String operator, Attributes attributes, String... inputs) {
        nodes.add(Node.of(name, operator, List.of(inputs), name, attributes));
        return name;
    }
}
