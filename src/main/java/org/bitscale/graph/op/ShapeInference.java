package org.bitscale.graph.op;

import java.util.List;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.TensorType;

/** The types of all tensors of a canonical graph. */
public final class ShapeInference {

    private ShapeInference() {}

    /**
     * Walks through the graph once.
     *
     * @throws org.bitscale.BadInputException if shapes do not fit or an operator is unknown
     */
    public static Facts of(Graph graph, OperatorTable operators) {
        Facts facts = new Facts();
        graph.inputs().forEach(input -> facts.learn(input.name(), input.type()));
        graph.constants().forEach(facts::learn);
        for (Node node : graph.nodes()) {
            learn(node, operators.of(node), facts);
        }
        return facts;
    }

    /** Learns the outputs of one node; gives how many of them the operator knows. */
    public static int learn(Node node, Operator operator, Facts facts) {
        List<TensorType> types = operator.infer(node, facts);
        for (int i = 0; i < types.size() && i < node.outputs().size(); i++) {
            facts.learn(node.outputs().get(i), types.get(i));
        }
        if (!types.get(0).type().isFloat()) {
            operator.sizes(node, facts).ifPresent(sizes -> facts.learn(node.output(), sizes));
        }
        return types.size();
    }
}
