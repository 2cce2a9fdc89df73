package org.bitscale.graph.pass;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;

/** Questions about which node follows which. */
public final class Layers {

    private final Graph graph;
    private final Map<String, List<Node>> consumers;

    /** For one graph. */
    public Layers(Graph graph) {
        this.graph = graph;
        this.consumers = new HashMap<>(graph.consumers());
    }

    /** The node that alone reads {@code tensor}, if there is exactly one reading and the tensor is no output. */
    public Optional<Node> onlyConsumer(String tensor) {
        List<Node> readers = consumers.getOrDefault(tensor, List.of());
        return readers.size() == 1 && !graph.isOutput(tensor) ? Optional.of(readers.get(0)) : Optional.empty();
    }

    /** The nodes that read {@code tensor}. */
    public List<Node> consumers(String tensor) {
        return consumers.getOrDefault(tensor, List.of());
    }

    /** Whether a node multiplies its first input with constant weights: Conv, Gemm in canonical form, MatMul. */
    public boolean isWeighted(Node node) {
        boolean gemm = node.is("Gemm")
                && node.attributes().integer("transB", 0) == 1
                && node.attributes().integer("transA", 0) == 0;
        boolean matMul = node.is("MatMul");
        return (node.is("Conv") || gemm || matMul)
                && graph.constant(node, 1).isPresent()
                && (!matMul || graph.constant(node, 1).orElseThrow().rank() == 2)
                && (!node.hasInput(2) || graph.constant(node, 2).isPresent());
    }

    /** The batch normalization that alone follows a weighted node, if one does and its parameters are constants. */
    public Optional<Node> batchNormAfter(Node node) {
        return onlyConsumer(node.output())
                .filter(next -> next.is("BatchNormalization"))
                .filter(next -> next.inputs().subList(1, 5).stream().allMatch(graph.constants()::containsKey));
    }
}
