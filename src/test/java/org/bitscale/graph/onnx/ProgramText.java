package org.bitscale.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.op.TorchText;

/** What the engine would be given to compile, without the engine. */
public final class ProgramText {

    private ProgramText() {}

    /** Writes each node as the engine's program, which must work or say why not. */
    public static void require(Graph graph, OperatorTable operators) {
        Facts facts = ShapeInference.of(graph, operators);
        for (Node node : graph.nodes()) {
            assertThat(operators.of(node).torch(node, new NodeText(node, facts)))
                    .as(node.describe())
                    .hasSizeGreaterThanOrEqualTo(node.outputs().size());
        }
    }

    private record NodeText(Node node, Facts facts) implements TorchText {
        @Override
        public String in(int index) {
            return "v" + index;
        }

        @Override
        public String optional(int index) {
            return node.hasInput(index) ? in(index) : "None";
        }

        @Override
        public String let(String expression) {
            return expression;
        }

        @Override
        public String size(Dim dim) {
            return dim.toString();
        }
    }
}
