package org.bitscale.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.TorchText;

/**
 * Writes a graph as the lines of a TorchScript method. What differs between plain evaluation, calibration and training is
 * said by {@link Weaving}.
 */
final class GraphCompiler {

    /** Changes to the plain program: where quantizers, observers and training-mode normalization come in. */
    interface Weaving {

        /** Weaves nothing in. */
        Weaving NONE = new Weaving() {};

        /** The expression that {@code node} reads as input {@code index} instead of {@code variable}. */
        default String input(Node node, int index, String variable, TorchProgram program) {
            return variable;
        }

        /** The expression of a node that is not computed as its operator says, if so. */
        default Optional<String> instead(Node node, TorchText text, TorchProgram program) {
            return Optional.empty();
        }

        /** Sees the variable of a tensor once it is computed, graph inputs too. */
        default void computed(String tensor, String variable, TorchProgram program) {}
    }

    private final Graph graph;
    private final Facts facts;
    private final OperatorTable operators;
    private final Weaving weaving;
    private final TorchProgram program;
    private final Map<String, String> variables = new HashMap<>();

    private GraphCompiler(Graph graph, Facts facts, OperatorTable operators, Weaving weaving, TorchProgram program) {
        this.graph = graph;
        this.facts = facts;
        this.operators = operators;
        this.weaving = weaving;
        this.program = program;
    }

    /** Writes {@code graph} into {@code program}; gives the variables of its outputs. */
    static List<String> write(
            Graph graph, Facts facts, OperatorTable operators, Weaving weaving, TorchProgram program) {
        return new GraphCompiler(graph, facts, operators, weaving, program).write();
    }

    private List<String> write() {
        graph.inputs().forEach(input -> {
            String variable = program.assign(program.argument(input.name()));
            variables.put(input.name(), variable);
            weaving.computed(input.name(), variable, program);
        });
        for (Node node : graph.nodes()) {
            NodeText text = new NodeText(node);
            List<String> expressions = weaving.instead(node, text, program)
                    .map(List::of)
                    .orElseGet(() -> operators.of(node).torch(node, text));
            for (int i = 0; i < node.outputs().size(); i++) {
                String output = node.outputs().get(i);
                if (!output.isEmpty()) {
                    String variable = program.assign(expressions.get(i));
                    variables.put(output, variable);
                    weaving.computed(output, variable, program);
                }
            }
        }
        return graph.outputs().stream().map(output -> variable(output.name())).toList();
    }

    private String variable(String tensor) {
        String variable = variables.get(tensor);
        return variable != null ? variable : program.argument(tensor);
    }

    private final class NodeText implements TorchText {
        private final Node node;

        NodeText(Node node) {
            this.node = node;
        }

        @Override
        public String in(int index) {
            return weaving.input(node, index, variable(node.input(index)), program);
        }

        @Override
        public String optional(int index) {
            return node.hasInput(index) ? in(index) : "None";
        }

        @Override
        public Facts facts() {
            return facts;
        }

        @Override
        public String let(String expression) {
            return program.assign(expression);
        }

        @Override
        public String size(Dim dim) {
            if (dim.isKnown()) {
                return Long.toString(dim.size());
            }
            for (ValueInfo input : graph.inputs()) {
                List<Dim> dims = input.type().shape().dims();
                int axis = dims.indexOf(Dim.symbol(dim.symbol()));
                if (axis >= 0) {
                    String size = "torch.size(%s, %d)".formatted(variables.get(input.name()), axis);
                    return dim.factor() == 1 ? size : "torch.mul(%s, %d)".formatted(size, dim.factor());
                }
            }
            throw new BadInputException("%s: the size %s is not known before the network runs; export it with that size"
                    .formatted(node.describe(), dim));
        }
    }
}
