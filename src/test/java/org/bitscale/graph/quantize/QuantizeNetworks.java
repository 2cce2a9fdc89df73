package org.bitscale.graph.quantize;

import static org.bitscale.graph.onnx.SmallNetworks.numbers;

import java.util.List;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.quant.QuantPlan;

/** Networks for the tests of this package, without batch normalizations. */
final class QuantizeNetworks {

    static final OperatorTable OPERATORS = OperatorTable.standard();

    private QuantizeNetworks() {}

    /** conv1 – Relu (r1) – conv2 – Add with r1 – Relu (r2) – pool – Flatten – fc. */
    static Graph residual() {
        return new TestModel(13)
                .input("x", "N", 2, 4, 4)
                .floats("w1", numbers(1, 3 * 2 * 9), 3, 2, 3, 3)
                .floats("b1", numbers(2, 3), 3)
                .floats("w2", numbers(3, 3 * 3 * 9), 3, 3, 3, 3)
                .floats("fcw", numbers(4, 5 * 3), 5, 3)
                .floats("fcb", numbers(5, 5), 5)
                .node("conv1", "", "Conv", List.of("c1"), List.of("x", "w1", "b1"), "pads", new long[] {1, 1, 1, 1})
                .node("Relu", "r1", List.of("c1"))
                .node("conv2", "", "Conv", List.of("c2"), List.of("r1", "w2"), "pads", new long[] {1, 1, 1, 1})
                .node("add", "", "Add", List.of("s"), List.of("c2", "r1"))
                .node("Relu", "r2", List.of("s"))
                .node("pool", "", "GlobalAveragePool", List.of("p"), List.of("r2"))
                .node("flatten", "", "Flatten", List.of("f"), List.of("p"))
                .node("fc", "", "Gemm", List.of("y"), List.of("f", "fcw", "fcb"), "transB", 1)
                .output("y")
                .read();
    }

    /** A convolution of one channel and one weight, y = w·x + b, for numbers by hand. */
    static Graph oneWeight(float weight, float bias) {
        return new TestModel(13)
                .input("x", "N", 1, 1, 1)
                .floats("w", new float[] {weight}, 1, 1, 1, 1)
                .floats("b", new float[] {bias}, 1)
                .node("conv", "", "Conv", List.of("y"), List.of("x", "w", "b"))
                .output("y")
                .read();
    }

    static Facts facts(Graph graph) {
        return ShapeInference.of(graph, OPERATORS);
    }

    static QuantPlan plan(Graph graph, PlanSettings settings) {
        return PlanBuilder.of(graph, facts(graph), OPERATORS, settings);
    }

    static Placement placement(Graph graph, QuantPlan plan) {
        return Placement.of(graph, facts(graph), OPERATORS, plan);
    }
}
