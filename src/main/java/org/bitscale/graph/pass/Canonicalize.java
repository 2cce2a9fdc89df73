package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Canon;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.Operator;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;

/**
 * Brings a graph as a file has it into canonical form: operators of opset {@value Graph#OPSET}, constants folded (the
 * Shape–Gather–Concat–Reshape chains of exporters too), identities and dropouts gone, nothing left that no output needs.
 */
public final class Canonicalize implements Canon {

    /** Constants made by folding, all together: a small file must not be able to fill the memory. */
    private static final long MOST_FOLDED_BYTES =
            Math.min(2L << 30, Runtime.getRuntime().maxMemory() / 4);

    private final Graph graph;
    private final OperatorTable operators;
    private final Facts facts = new Facts();
    private final Map<String, Tensor> constants;
    private final Map<String, String> renamed = new HashMap<>();
    private final FreshNames names;
    private final List<Node> nodes = new ArrayList<>();
    private long foldedBytes;

    private Canonicalize(Graph graph, OperatorTable operators) {
        this.graph = graph;
        this.operators = operators;
        this.constants = new LinkedHashMap<>(graph.constants());
        this.names = new FreshNames(graph);
    }

    /**
     * The canonical form of {@code graph}.
     *
     * @param opset the opset its nodes are written in
     * @throws BadInputException if an operator is unknown or shapes cannot be resolved
     */
    public static Graph of(Graph graph, int opset, OperatorTable operators) {
        return new Canonicalize(graph, operators).run(opset);
    }

    private Graph run(int opset) {
        graph.inputs().forEach(input -> facts.learn(input.name(), input.type()));
        constants.forEach(facts::learn);
        Set<String> read = new HashSet<>();
        graph.nodes().forEach(node -> read.addAll(node.inputs()));
        graph.outputs().forEach(output -> read.add(output.name()));
        for (Node node : graph.nodes()) {
            Node current = node.withInputs(node.inputs().stream()
                    .map(input -> renamed.getOrDefault(input, input))
                    .toList());
            try {
                process(current, opset);
            } catch (BadInputException e) {
                throw e.getMessage().contains("'" + node.name() + "'")
                        ? e
                        : new BadInputException(node.describe() + ": " + e.getMessage(), e);
            } catch (ArithmeticException e) {
                throw new BadInputException(node.describe() + ": sizes become too large to count", e);
            }
            rejectUnknownOutputs(node, read);
        }
        List<ValueInfo> outputs = graph.outputs().stream()
                .map(output -> new ValueInfo(output.name(), facts.type(output.name())))
                .toList();
        return DeadCode.removed(
                new Graph(graph.name(), graph.inputs(), outputs, withUniqueNames(nodes), constants, graph.metadata()));
    }

    private void process(Node node, int opset) {
        Operator operator = operators.of(node);
        List<Node> expanded = operator.expanded(node, opset, this);
        for (Node part : expanded) {
            process(
                    part.withInputs(part.inputs().stream()
                            .map(input -> renamed.getOrDefault(input, input))
                            .toList()),
                    Graph.OPSET);
        }
        if (expanded.isEmpty()) {
            operator.canonical(node, opset, this).forEach(this::add);
        }
    }

    /** Optional outputs, such as the mask of a Dropout, are left out; they must not be read. */
    private void rejectUnknownOutputs(Node node, Set<String> read) {
        for (String output : node.outputs()) {
            if (!output.isEmpty()
                    && read.contains(output)
                    && facts.typeOf(output).isEmpty()) {
                throw new BadInputException("%s: its output '%s' is read, but only the output '%s' is supported"
                        .formatted(node.describe(), output, node.output()));
            }
        }
    }

    private void add(Node given) {
        Operator operator = operators.of(given);
        int known = ShapeInference.learn(given, operator, facts);
        Node node = known < given.outputs().size()
                ? given.withOutputs(given.outputs().subList(0, known))
                : given;
        boolean isOutput = graph.isOutput(node.output());
        if (node.is("Identity") && !isOutput && !node.output().isEmpty()) {
            renamed.put(node.output(), renamed.getOrDefault(node.input(0), node.input(0)));
            return;
        }
        Optional<Tensor> constant = node.output().isEmpty() ? Optional.empty() : folded(node, operator);
        if (constant.isPresent() && !isOutput) {
            countFolded(constant.get());
            constants.put(node.output(), constant.get());
            facts.learn(node.output(), constant.get());
        } else {
            nodes.add(node);
        }
    }

    private void countFolded(Tensor made) {
        foldedBytes += made.raw().remaining();
        if (foldedBytes > MOST_FOLDED_BYTES) {
            throw new BadInputException(
                    "constants of more than %d MiB would arise by folding; export the model simplified, or start Java with more memory (-Xmx)"
                            .formatted(MOST_FOLDED_BYTES >> 20));
        }
    }

    private Optional<Tensor> folded(Node node, Operator operator) {
        TensorType output = facts.type(node.output());
        List<Tensor> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            if (!input.isEmpty()) {
                Tensor constant = constants.get(input);
                if (constant == null) {
                    return knownSizes(node, operator, output);
                }
                inputs.add(constant);
            }
        }
        return output.shape().isKnown()
                ? operator.fold(node, inputs, output).or(() -> knownSizes(node, operator, output))
                : Optional.empty();
    }

    private Optional<Tensor> knownSizes(Node node, Operator operator, TensorType output) {
        if (output.type().isFloat() || !output.shape().isKnown()) {
            return Optional.empty();
        }
        return operator.sizes(node, facts)
                .filter(sizes -> sizes.stream().allMatch(Dim::isKnown))
                .map(sizes -> Tensor.ofLongs(
                        output.type(),
                        sizes.stream().mapToLong(Dim::size).toArray(),
                        output.shape().sizes()));
    }

    private static List<Node> withUniqueNames(List<Node> nodes) {
        FreshNames names = new FreshNames();
        List<Node> unique = new ArrayList<>();
        for (Node node : nodes) {
            String name = names.of(node.name().isEmpty() ? node.output() : node.name());
            unique.add(
                    new Node(name, node.domain(), node.operator(), node.inputs(), node.outputs(), node.attributes()));
        }
        return unique;
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public String constant(String hint, Tensor value) {
        String name = names.of(hint);
        countFolded(value);
        constants.put(name, value);
        facts.learn(name, value);
        return name;
    }

    @Override
    public String name(String hint) {
        return names.of(hint);
    }
}
