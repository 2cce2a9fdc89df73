package org.bitscale.graph.pass;

import java.util.HashSet;
import java.util.Set;
import org.bitscale.graph.Graph;

/** Names for new tensors that no tensor of a graph has. */
final class FreshNames {

    private final Set<String> taken = new HashSet<>();

    FreshNames(Graph graph) {
        taken.addAll(graph.constants().keySet());
        graph.inputs().forEach(input -> taken.add(input.name()));
        graph.nodes().forEach(node -> taken.addAll(node.outputs()));
    }

    /** {@code hint}, or that and a number. */
    String of(String hint) {
        String name = hint;
        for (int i = 2; !taken.add(name); i++) {
            name = hint + "_" + i;
        }
        return name;
    }
}
