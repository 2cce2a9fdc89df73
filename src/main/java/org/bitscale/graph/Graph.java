package org.bitscale.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;

/**
 * A network: nodes in an order in which each reads only what was made before it.
 *
 * @param name the graph's name
 * @param inputs what must be fed, constants excluded
 * @param outputs what is given back
 * @param nodes the operations, sorted topologically
 * @param constants weights and other fixed tensors by name
 * @param metadata the file's key–value metadata
 */
public record Graph(
        String name,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs,
        List<Node> nodes,
        Map<String, Tensor> constants,
        Map<String, String> metadata) {

    /** The opset whose meaning all nodes of a graph have. */
    public static final int OPSET = 21;

    /**
     * Copies, sorts the nodes and checks that every tensor has exactly one source.
     *
     * @throws BadInputException if a tensor is read that nobody makes, made twice, or depends on itself
     */
    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        nodes = sorted(inputs, outputs, nodes, constants);
    }

    /** This graph with other nodes and constants; constants that nobody reads are dropped. */
    public Graph with(List<Node> newNodes, Map<String, Tensor> newConstants) {
        Set<String> read = newNodes.stream().flatMap(n -> n.inputs().stream()).collect(Collectors.toSet());
        outputs.forEach(output -> read.add(output.name()));
        Map<String, Tensor> kept = new LinkedHashMap<>(newConstants);
        kept.keySet().retainAll(read);
        return new Graph(name, inputs, outputs, newNodes, kept, metadata);
    }

    /** This graph with other inputs, nodes kept. */
    public Graph withInputs(List<ValueInfo> newInputs) {
        return new Graph(name, newInputs, outputs, nodes, constants, metadata);
    }

    /** This graph with other outputs, nodes kept. */
    public Graph withOutputs(List<ValueInfo> newOutputs) {
        return new Graph(name, inputs, newOutputs, nodes, constants, metadata);
    }

    /** This graph with more metadata. */
    public Graph withMetadata(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.putAll(more);
        return new Graph(name, inputs, outputs, nodes, constants, all);
    }

    /** Which node makes a tensor, for all tensors that a node makes. */
    public Map<String, Node> producers() {
        Map<String, Node> producers = new HashMap<>();
        for (Node node : nodes) {
            node.outputs().forEach(output -> producers.put(output, node));
        }
        return producers;
    }

    /** Which nodes read a tensor, each as often as it reads it. */
    public Map<String, List<Node>> consumers() {
        Map<String, List<Node>> consumers = new HashMap<>();
        for (Node node : nodes) {
            for (String input : node.inputs()) {
                if (!input.isEmpty()) {
                    consumers.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
                }
            }
        }
        return consumers;
    }

    /** The constant that node input {@code index} reads, if it reads one. */
    public Optional<Tensor> constant(Node node, int index) {
        return Optional.ofNullable(constants.get(node.input(index)));
    }

    /** Whether {@code tensor} is an output of the graph. */
    public boolean isOutput(String tensor) {
        return outputs.stream().anyMatch(output -> output.name().equals(tensor));
    }

    /**
     * The only input.
     *
     * @throws BadInputException if there are several
     */
    public ValueInfo onlyInput() {
        if (inputs.size() != 1) {
            throw new BadInputException("The model has %d inputs (%s); a classifier with exactly one is expected"
                    .formatted(
                            inputs.size(), inputs.stream().map(ValueInfo::name).collect(Collectors.joining(", "))));
        }
        return inputs.get(0);
    }

    /**
     * The only output.
     *
     * @throws BadInputException if there are several
     */
    public ValueInfo onlyOutput() {
        if (outputs.size() != 1) {
            throw new BadInputException("The model has %d outputs (%s); a classifier with exactly one is expected"
                    .formatted(
                            outputs.size(),
                            outputs.stream().map(ValueInfo::name).collect(Collectors.joining(", "))));
        }
        return outputs.get(0);
    }

    private static List<Node> sorted(
            List<ValueInfo> inputs, List<ValueInfo> outputs, List<Node> nodes, Map<String, Tensor> constants) {
        Set<String> ready = new HashSet<>(constants.keySet());
        for (ValueInfo input : inputs) {
            if (!ready.add(input.name())) {
                throw new BadInputException(
                        "Tensor '%s' is given twice, the second time as input of the graph".formatted(input.name()));
            }
        }
        ready.add("");
        Map<String, Node> producers = new HashMap<>();
        for (Node node : nodes) {
            for (String output : node.outputs()) {
                if (!output.isEmpty() && (ready.contains(output) || producers.put(output, node) != null)) {
                    throw new BadInputException(
                            "Tensor '%s' is made twice, the second time by %s".formatted(output, node.describe()));
                }
            }
        }
        List<Node> sorted = inOrder(nodes, ready);
        if (sorted.size() < nodes.size()) {
            throw unreachable(nodes, ready, producers);
        }
        for (ValueInfo output : outputs) {
            if (!ready.contains(output.name())) {
                throw new BadInputException("Output '%s' of the graph is made by no node".formatted(output.name()));
            }
        }
        return List.copyOf(sorted);
    }

    /**
     * Kahn's algorithm: nodes that can be computed, in the order given; one that stands too early comes right after the
     * last that it waits for. What they make is added to {@code ready}.
     */
    private static List<Node> inOrder(List<Node> nodes, Set<String> ready) {
        int[] missing = new int[nodes.size()];
        Map<String, List<Integer>> waiting = new HashMap<>();
        for (int i = 0; i < missing.length; i++) {
            for (String input : nodes.get(i).inputs()) {
                if (!ready.contains(input)) {
                    missing[i]++;
                    waiting.computeIfAbsent(input, k -> new ArrayList<>()).add(i);
                }
            }
        }
        List<Node> sorted = new ArrayList<>(missing.length);
        Deque<Integer> next = new ArrayDeque<>();
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] == 0) {
                next.add(i);
            }
            while (!next.isEmpty()) {
                Node node = nodes.get(next.remove());
                sorted.add(node);
                for (String output : node.outputs()) {
                    if (ready.add(output)) {
                        for (int reader : waiting.getOrDefault(output, List.of())) {
                            missing[reader]--;
                            if (missing[reader] == 0 && reader <= i) {
                                next.add(reader);
                            }
                        }
                    }
                }
            }
        }
        return sorted;
    }

    private static BadInputException unreachable(List<Node> nodes, Set<String> ready, Map<String, Node> producers) {
        Node stuck = null;
        for (Node node : nodes) {
            for (String input : node.inputs()) {
                if (!ready.contains(input)) {
                    if (!producers.containsKey(input)) {
                        return new BadInputException("%s reads '%s', which no node makes and no initializer holds"
                                .formatted(node.describe(), input));
                    }
                    stuck = node;
                }
            }
        }
        // Every node that is left waits for another: walking back must come round.
        Set<Node> seen = new HashSet<>();
        while (seen.add(stuck)) {
            stuck = producers.get(stuck.inputs().stream()
                    .filter(input -> !ready.contains(input))
                    .findFirst()
                    .orElseThrow());
        }
        return new BadInputException("The graph has a cycle through %s".formatted(stuck.describe()));
    }
}
