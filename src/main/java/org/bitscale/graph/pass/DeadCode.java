package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;

/** Removes nodes and constants that no output needs. */
public final class DeadCode {

    private DeadCode() {}

    /** The graph without what no output needs. */
    public static Graph removed(Graph graph) {
        Set<String> needed = new HashSet<>();
        graph.outputs().forEach(output -> needed.add(output.name()));
        List<Node> kept = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.add(node);
                needed.addAll(node.inputs());
            }
        }
        Collections.reverse(kept);
        return graph.with(kept, graph.constants());
    }
}
