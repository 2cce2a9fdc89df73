package org.bitscale.graph.pass;

import java.util.List;
import java.util.Map;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Facts;

/**
 * The network up to its logits: a Softmax or LogSoftmax that makes the only output is left out, shaping after it too.
 * Cross-entropy is taken of logits; of probabilities it would be a softmax of a softmax.
 */
public final class CutSoftmax {

    private CutSoftmax() {}

    /** The graph that gives logits; the same graph if it does already. */
    public static Graph of(Graph graph, Facts facts) {
        if (graph.outputs().size() != 1) {
            return graph;
        }
        Map<String, Node> producers = graph.producers();
        Node last = producers.get(graph.outputs().get(0).name());
        while (last != null
                && (last.is("Reshape") || last.is("Flatten") || last.is("Squeeze") || last.is("Identity"))) {
            last = producers.get(last.input(0));
        }
        if (last == null || !(last.is("Softmax") || last.is("LogSoftmax"))) {
            return graph;
        }
        String logits = last.input(0);
        return DeadCode.removed(graph.withOutputs(List.of(new ValueInfo(logits, facts.type(logits)))));
    }
}
