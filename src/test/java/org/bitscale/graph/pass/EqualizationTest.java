package org.bitscale.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.junit.jupiter.api.Test;

/** Cross-layer equalization and absorption of biases on networks small enough to compute by hand. */
class EqualizationTest {

    private static ValueInfo info(String name, long channels) {
        return new ValueInfo(
                name, new TensorType(DataType.FLOAT, new Shape(List.of(Dim.symbol("N"), Dim.of(channels)))));
    }

    private static Facts facts(Graph graph) {
        return ShapeInference.of(graph, OperatorTable.standard());
    }

    /** x (2) → Gemm a → activation → Gemm b (1). */
    private static Graph network(Node activation, Map<String, Tensor> more) {
        Map<String, Tensor> constants = new LinkedHashMap<>(more);
        constants.put("wa", Tensor.ofFloats(new float[] {8, 1, 0.5f, -0.25f}, 2, 2));
        constants.put("ba", Tensor.ofFloats(new float[] {4, 1}, 2));
        constants.put("wb", Tensor.ofFloats(new float[] {0.5f, -2}, 1, 2));
        return new Graph(
                "g",
                List.of(info("x", 2)),
                List.of(info("y", 1)),
                List.of(
                        Node.of("a", "Gemm", List.of("x", "wa", "ba"), "ya", Attributes.of("transB", 1)),
                        activation,
                        Node.of("b", "Gemm", List.of("ra", "wb"), "y", Attributes.of("transB", 1))),
                constants,
                Map.of());
    }

    private static Graph relu() {
        return network(Node.of("r", "Relu", List.of("ya"), "ra"), Map.of());
    }

    private static Graph clip() {
        return network(
                Node.of("r", "Clip", List.of("ya", "low", "high"), "ra"),
                Map.of("low", Tensor.ofFloats(new float[] {0}), "high", Tensor.ofFloats(new float[] {6})));
    }

    private static float[] weights(Graph graph, String node, int input) {
        Node layer = graph.nodes().stream()
                .filter(n -> n.name().equals(node))
                .findFirst()
                .orElseThrow();
        return graph.constants().get(layer.input(input)).floats();
    }

    @Test
    void ranges_become_the_geometric_mean() {
        Graph equal = CrossLayerEqualization.of(relu(), facts(relu()), Map.of());
        // Channel 0: √(8 · 0.5) = 2, channel 1: √(0.5 · 2) = 1.
        assertThat(weights(equal, "a", 1)).containsExactly(new float[] {2, 0.25f, 1, -0.5f}, within(1e-6f));
        assertThat(weights(equal, "a", 2)).containsExactly(new float[] {1, 2}, within(1e-6f));
        assertThat(weights(equal, "b", 1)).containsExactly(new float[] {2, -1}, within(1e-6f));
        Node b = equal.nodes().get(2);
        assertThat(b.hasInput(2)).isFalse();
    }

    @Test
    void a_clip_needs_to_know_what_it_cuts() {
        assertThat(ScalablePair.of(clip(), facts(clip())).get(0).limit()).isEqualTo(6);
        Graph same = CrossLayerEqualization.of(clip(), facts(clip()), Map.of());
        assertThat(weights(same, "a", 1)).isEqualTo(weights(clip(), "a", 1));
        // Channel 0 reaches the limit and stays; channel 1 may grow from 3 to 6, which is the factor wanted.
        Graph some = CrossLayerEqualization.of(clip(), facts(clip()), Map.of("ya", new float[] {7, 3}));
        assertThat(weights(some, "a", 1)).containsExactly(new float[] {8, 1, 1, -0.5f}, within(1e-6f));
        Graph fewer = CrossLayerEqualization.of(clip(), facts(clip()), Map.of("ya", new float[] {7, 4}));
        assertThat(weights(fewer, "a", 1)).containsExactly(new float[] {8, 1, 0.75f, -0.375f}, within(1e-6f));
    }

    @Test
    void what_others_read_too_is_left_alone() {
        Graph relu = relu();
        List<Node> nodes = new ArrayList<>(relu.nodes());
        nodes.add(Node.of("sum", "ReduceSum", List.of("ra"), "z"));
        Graph two = new Graph("g", relu.inputs(), List.of(info("y", 1)), nodes, relu.constants(), Map.of());
        assertThat(ScalablePair.of(two, facts(two))).isEmpty();
        Graph output = relu.withOutputs(List.of(info("y", 1), info("ra", 2)));
        assertThat(ScalablePair.of(output, facts(output))).isEmpty();
        Graph tanh = network(Node.of("r", "Tanh", List.of("ya"), "ra"), Map.of());
        assertThat(ScalablePair.of(tanh, facts(tanh))).isEmpty();
    }

    @Test
    void grouped_input_channels_are_found() {
        // 4 channels, 2 groups, 4 outputs, each reading 2 channels through a 1×1 kernel.
        Map<String, Tensor> constants = new HashMap<>();
        constants.put("wa", Tensor.ofFloats(new float[] {1, 2, 3, 4}, 4, 1, 1, 1));
        constants.put("wb", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2, 1, 1));
        TensorType one =
                new TensorType(DataType.FLOAT, new Shape(List.of(Dim.symbol("N"), Dim.of(1), Dim.of(2), Dim.of(2))));
        TensorType four =
                new TensorType(DataType.FLOAT, new Shape(List.of(Dim.symbol("N"), Dim.of(4), Dim.of(2), Dim.of(2))));
        Graph graph = new Graph(
                "g",
                List.of(new ValueInfo("x", one)),
                List.of(new ValueInfo("y", four)),
                List.of(
                        Node.of("a", "Conv", List.of("x", "wa"), "ya"),
                        Node.of("b", "Conv", List.of("ya", "wb"), "y", Attributes.of("group", 2))),
                constants,
                Map.of());
        LayerWeights weights = new LayerWeights(graph);
        Node b = graph.nodes().get(1);
        assertThat(weights.largestByInput(b)).containsExactly(3, 4, 7, 8);
        assertThat(weights.largestByOutput(b)).containsExactly(2, 4, 6, 8);
        assertThat(ScalablePair.of(graph, facts(graph))).hasSize(1);
        assertThat(Weights.of(b, graph.constants().get("wb")).values(2)).containsExactly(5, 6);
    }

    @Test
    void absorbed_biases_give_the_same_where_nothing_was_cut() {
        Graph relu = relu();
        Map<String, List<BiasAbsorption.Channel>> known =
                Map.of("ya", List.of(new BiasAbsorption.Channel(3, 9), new BiasAbsorption.Channel(-1, 2)));
        Graph absorbed = BiasAbsorption.of(relu, facts(relu), known);
        assertThat(weights(absorbed, "a", 2)).containsExactly(1, 1);
        assertThat(weights(absorbed, "b", 2)).containsExactly(1.5f);
        // A Clip that the channel reaches keeps it as it is.
        Graph clipped = BiasAbsorption.of(clip(), facts(clip()), known);
        assertThat(weights(clipped, "a", 2)).containsExactly(4, 1);
    }
}
