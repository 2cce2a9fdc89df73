package org.bitscale.ui.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Networks to draw. */
final class Networks {

    private Networks() {}

    /** A box for each {@code name operator}, an edge for each {@code from>to}. */
    static NetworkModel of(String nodes, String edges) {
        List<NetworkNode> boxes = Arrays.stream(nodes.strip().split(",\\s*"))
                .map(text -> text.split(" "))
                .map(parts -> NetworkNode.operation(
                        parts[0],
                        parts[1],
                        "[N×8]",
                        parts[1].equals("Conv") ? 10 : 0,
                        parts[1].equals("Conv") ? 100 : 0))
                .toList();
        List<NetworkEdge> lines = Arrays.stream(edges.strip().split(",\\s*"))
                .map(text -> text.split(">"))
                .map(parts -> new NetworkEdge(parts[0], parts[1], parts[0] + ":0", "[N×8]"))
                .toList();
        return NetworkModel.of(boxes, lines);
    }

    /** A residual block with a branch of two convolutions, one with a branch of one, and a gate within the first. */
    static NetworkModel residual() {
        return of(
                "in Relu, c1 Conv, r1 Relu, pool GlobalAveragePool, gate Sigmoid, mul Mul, c2 Conv, add1 Add, r2 Relu, "
                        + "c3 Conv, c4 Conv, add2 Add, out Relu",
                "in>c1, c1>r1, r1>pool, pool>gate, gate>mul, r1>mul, mul>c2, c2>add1, in>add1, add1>r2, r2>c3, c3>add2, "
                        + "r2>c4, c4>add2, add2>out");
    }

    /** A network of so many operations, with residual connections, long edges and several readers of a tensor. */
    static NetworkModel random(int nodes, long seed) {
        Random random = new Random(seed);
        List<NetworkNode> boxes = new ArrayList<>();
        List<NetworkEdge> edges = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            boolean joins = i > 2 && random.nextInt(4) == 0;
            boxes.add(NetworkNode.operation(
                    "n" + i, joins ? "Add" : random.nextInt(2) == 0 ? "Conv" : "Relu", "[N×8]", joins ? 0 : i % 3, 0));
            Set<Integer> sources = new LinkedHashSet<>();
            if (i > 0) {
                sources.add(i - 1 - random.nextInt(Math.min(i, 3)));
            }
            if (joins) {
                sources.add(i - 1 - random.nextInt(Math.min(i, 12)));
            }
            for (int source : sources) {
                edges.add(new NetworkEdge("n" + source, "n" + i, "t" + source, ""));
            }
        }
        return NetworkModel.of(boxes, edges);
    }
}
