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
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.QuantizationRole;

/**
 * A part of a network that everything flows through: one tensor goes in, one comes out.
 *
 * @param nodes in the network's order, at least one with weights among them
 * @param entry the tensor that it alone reads
 * @param exit the tensor that the rest of the network reads
 */
public record Block(List<Node> nodes, String entry, String exit) {

    /** Copies the list. */
    public Block {
        nodes = List.copyOf(nodes);
    }

    /** The names of its layers with weights, for people. */
    public String label(Layers layers) {
        return String.join(
                " + ", nodes.stream().filter(layers::isWeighted).map(Node::name).toList());
    }

    /** The block as a graph of its own. */
    public Graph graph(Graph whole, Facts facts) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        nodes.forEach(node -> node.inputs().stream()
                .filter(whole.constants()::containsKey)
                .forEach(name -> constants.put(name, whole.constants().get(name))));
        return new Graph(
                whole.name(),
                List.of(new ValueInfo(entry, facts.type(entry))),
                List.of(new ValueInfo(exit, facts.type(exit))),
                nodes,
                constants,
                Map.of());
    }

    /** Each layer with weights, with the activations that alone follow it, as a block of its own. */
    public static List<Block> layers(Graph graph, Facts facts, OperatorTable operators) {
        Layers layers = new Layers(graph);
        List<Block> blocks = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (layers.isWeighted(node)) {
                List<Node> nodes = new ArrayList<>(List.of(node));
                String exit = node.output();
                Optional<Node> next = activationAfter(exit, layers, facts, operators);
                while (next.isPresent()) {
                    nodes.add(next.get());
                    exit = next.get().output();
                    next = activationAfter(exit, layers, facts, operators);
                }
                blocks.add(new Block(nodes, node.input(0), exit));
            }
        }
        return blocks;
    }

    private static Optional<Node> activationAfter(String tensor, Layers layers, Facts facts, OperatorTable operators) {
        return layers.onlyConsumer(tensor)
                .filter(next -> operators.of(next).role(next, facts) == QuantizationRole.ACTIVATION);
    }

    /**
     * The network cut wherever all that flows is in one tensor: residual blocks with the activation behind them, a
     * depthwise convolution with the layer that follows, and every other layer with its activation. What pools and
     * reshapes between two blocks belongs to the later one; what follows the last layer belongs to none.
     */
    public static List<Block> ofNetwork(Graph graph, Facts facts, OperatorTable operators) {
        return new Cutting(graph, facts, operators).blocks();
    }

    /** Walks through a network. */
    private static final class Cutting {

        private final Graph graph;
        private final Facts facts;
        private final OperatorTable operators;
        private final Layers layers;
        private final List<Block> blocks = new ArrayList<>();
        private List<Node> open = new ArrayList<>();
        private String entry;

        Cutting(Graph graph, Facts facts, OperatorTable operators) {
            this.graph = graph;
            this.facts = facts;
            this.operators = operators;
            this.layers = new Layers(graph);
            this.entry = graph.onlyInput().name();
        }

        List<Block> blocks() {
            Set<String> live = new HashSet<>(Set.of(entry));
            Map<String, Integer> reads = new LinkedHashMap<>();
            graph.consumers().forEach((tensor, readers) -> reads.put(tensor, readers.size()));
            List<Node> nodes = graph.nodes();
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                open.add(node);
                for (String input : node.inputs()) {
                    if (reads.merge(input, -1, Integer::sum) == 0 && !graph.isOutput(input)) {
                        live.remove(input);
                    }
                }
                node.outputs().stream()
                        .filter(output -> reads.getOrDefault(output, 0) > 0 || graph.isOutput(output))
                        .forEach(live::add);
                if (live.size() == 1 && ends(i)) {
                    String exit = live.iterator().next();
                    blocks.add(new Block(open, entry, exit));
                    open = new ArrayList<>();
                    entry = exit;
                }
            }
            return List.copyOf(blocks);
        }

        /** Whether a block may end behind node {@code i}, where all that flows is in one tensor. */
        private boolean ends(int i) {
            List<Node> weighted = open.stream().filter(layers::isWeighted).toList();
            boolean activationFollows = activationAfter(graph.nodes().get(i).output(), layers, facts, operators)
                    .isPresent();
            boolean waits = weighted.size() == 1 && isDepthwise(weighted.get(0)) && laterLayer(i);
            return !weighted.isEmpty() && !activationFollows && !waits;
        }

        private boolean laterLayer(int i) {
            return graph.nodes().subList(i + 1, graph.nodes().size()).stream().anyMatch(layers::isWeighted);
        }

        private boolean isDepthwise(Node node) {
            return node.is("Conv") && node.attributes().integer("group", 1) > 1;
        }
    }
}
