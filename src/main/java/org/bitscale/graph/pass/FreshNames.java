package org.bitscale.graph.pass;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitscale.graph.Graph;

/** Names that are not taken yet, such as those for new tensors. */
public final class FreshNames {

    private final Set<String> taken = new HashSet<>();
    /** The number to try next, by hint: a file may give all its nodes one name. */
    private final Map<String, Integer> next = new HashMap<>();

    /** None is taken. */
    public FreshNames() {}

    /** Those of a graph's tensors are taken. */
    FreshNames(Graph graph) {
        taken.addAll(graph.constants().keySet());
        graph.inputs().forEach(input -> taken.add(input.name()));
        graph.nodes().forEach(node -> taken.addAll(node.outputs()));
    }

    /** {@code hint}, or that and a number. */
    public String of(String hint) {
        if (taken.add(hint)) {
            return hint;
        }
        int number = next.getOrDefault(hint, 2);
        while (!taken.add(hint + "_" + number)) {
            number++;
        }
        next.put(hint, number + 1);
        return hint + "_" + number;
    }
}
