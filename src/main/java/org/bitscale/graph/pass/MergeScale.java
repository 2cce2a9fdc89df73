package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.Facts;

/**
 * Merges a Mul by one constant, or by one a channel, into the weights before it: what dynamic quantization leaves behind
 * a product of integers.
 */
public final class MergeScale {

    private MergeScale() {}

    /** The graph with scales merged; {@code facts} are its shapes. */
    public static Graph of(Graph graph, Facts facts) {
        Layers layers = new Layers(graph);
        FreshNames names = new FreshNames(graph);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        Set<String> merged = new HashSet<>();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (merged.contains(node.name())) {
                continue;
            }
            Optional<Node> mul = layers.isWeighted(node) && !node.hasInput(2)
                    ? layers.onlyConsumer(node.output()).filter(next -> next.is("Mul"))
                    : Optional.empty();
            Node layer = node;
            if (mul.isPresent()) {
                Weights weights = Weights.of(node, constants.get(node.input(1)));
                String other = mul.get().input(mul.get().input(0).equals(node.output()) ? 1 : 0);
                Optional<Tensor> factor = MergeBias.perChannel(
                        constants.get(other),
                        weights.channels(),
                        facts.type(node.output()).shape().rank(),
                        node.is("Conv"));
                if (factor.isPresent()) {
                    double[] factors = new double[weights.channels()];
                    for (int c = 0; c < factors.length; c++) {
                        factors[c] = factor.get().floats()[c];
                    }
                    String name = names.of(node.name() + ".weight_scaled");
                    constants.put(name, weights.scaled(factors).tensor());
                    layer = node.withInput(1, name).withOutput(mul.get().output());
                    merged.add(mul.get().name());
                }
            }
            nodes.add(layer);
        }
        return graph.with(nodes, constants);
    }
}
