package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;

/**
 * Makes every factor γ of a batch normalization after a layer positive, by turning the sign of γ, of the running mean and
 * of that channel's weights and bias: the same function, exactly. Folding then scales codes but never flips them, which
 * matters with few bits: −2 has no opposite among {−2, …, 1}.
 */
public final class PositiveBatchNorm {

    private PositiveBatchNorm() {}

    /** The graph with no negative γ after a Conv or Gemm. */
    public static Graph of(Graph graph) {
        Layers layers = new Layers(graph);
        FreshNames names = new FreshNames(graph);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        Map<String, Node> changed = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Optional<Node> norm = layers.isWeighted(node) ? layers.batchNormAfter(node) : Optional.empty();
            if (norm.isEmpty()) {
                continue;
            }
            float[] gamma = graph.constant(norm.get(), 1).orElseThrow().floats();
            double[] signs = new double[gamma.length];
            boolean negative = false;
            for (int c = 0; c < signs.length; c++) {
                signs[c] = gamma[c] < 0 ? -1 : 1;
                negative |= gamma[c] < 0;
            }
            if (!negative) {
                continue;
            }
            Weights weights = Weights.of(node, graph.constant(node, 1).orElseThrow());
            Node layer = node.withInput(1, names.of(node.name() + ".weight_positive"));
            constants.put(layer.input(1), weights.scaled(signs).tensor());
            if (node.hasInput(2)) {
                layer = layer.withInput(2, names.of(node.name() + ".bias_positive"));
                constants.put(layer.input(2), signed(graph.constant(node, 2).orElseThrow(), signs));
            }
            Node positive = norm.get();
            for (int input : new int[] {1, 3}) {
                String name = names.of(norm.get().input(input) + ".positive");
                constants.put(name, signed(graph.constant(norm.get(), input).orElseThrow(), signs));
                positive = positive.withInput(input, name);
            }
            changed.put(node.name(), layer);
            changed.put(positive.name(), positive);
        }
        List<Node> nodes = new ArrayList<>();
        graph.nodes().forEach(node -> nodes.add(changed.getOrDefault(node.name(), node)));
        return graph.with(nodes, constants);
    }

    private static Tensor signed(Tensor tensor, double[] signs) {
        float[] values = tensor.floats();
        for (int c = 0; c < values.length; c++) {
            values[c] = (float) (values[c] * signs[c]);
        }
        return Tensor.ofFloats(values, values.length);
    }
}
