package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Dequantization;

/** Replaces every DequantizeLinear of constants by the float constant it gives: what a computation needs, not a file. */
public final class FoldDequantize {

    private FoldDequantize() {}

    /** The graph with quantized weights and biases as floats. */
    public static Graph of(Graph graph) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            boolean constant = node.is("DequantizeLinear")
                    && node.inputs().stream().allMatch(constants::containsKey)
                    && !graph.isOutput(node.output());
            if (constant) {
                Tensor zeroPoint = node.hasInput(2) ? constants.get(node.input(2)) : null;
                constants.put(
                        node.output(),
                        Dequantization.of(node, constants.get(node.input(0)), constants.get(node.input(1)), zeroPoint));
            } else {
                nodes.add(node);
            }
        }
        return graph.with(nodes, constants);
    }
}
