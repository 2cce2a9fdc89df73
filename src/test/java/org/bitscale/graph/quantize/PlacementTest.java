package org.bitscale.graph.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitscale.graph.onnx.SmallNetworks.numbers;

import java.util.List;
import java.util.Map;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.quant.Granularity;
import org.junit.jupiter.api.Test;

class PlacementTest {

    private static Placement placement(Graph graph, PlanSettings settings) {
        return QuantizeNetworks.placement(graph, QuantizeNetworks.plan(graph, settings));
    }

    private static Node named(Graph graph, String name) {
        return graph.nodes().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Site site(String tensor, int bits) {
        return new Site(tensor, bits);
    }

    @Test
    void aResidualBlockIsReadAtFourAndEightBits() {
        Graph graph = QuantizeNetworks.residual();
        Placement placement = placement(graph, PlanSettings.of(4, 4));
        assertThat(placement.sites("r1")).containsExactly(site("r1", 8), site("r1", 4));
        assertThat(placement.read(named(graph, "conv2"), 0)).contains(site("r1", 4));
        assertThat(placement.read(named(graph, "add"), 0)).contains(site("c2", 8));
        assertThat(placement.read(named(graph, "add"), 1)).contains(site("r1", 8));
        assertThat(placement.read(named(graph, "conv1"), 0)).contains(site("x", 8));
        assertThat(placement.read(named(graph, "conv1"), 1)).as("weights").isEmpty();
    }

    @Test
    void whatAnActivationAbsorbsIsNotQuantizedBeforeIt() {
        Placement placement = placement(QuantizeNetworks.residual(), PlanSettings.of(4, 4));
        assertThat(placement.sites("c1")).isEmpty();
        assertThat(placement.sites("s")).isEmpty();
    }

    @Test
    void whatOnlyMovesValuesSharesItsParameters() {
        Graph graph = QuantizeNetworks.residual();
        Placement placement = placement(graph, PlanSettings.of(4, 4));
        assertThat(placement.sites("p")).containsExactly(site("p", 8));
        assertThat(placement.parametersOf(site("f", 8))).isEqualTo(site("p", 8));
        assertThat(placement.ownSites())
                .containsExactly(
                        site("x", 8), site("r1", 8), site("r1", 4), site("c2", 8), site("r2", 8), site("p", 8));
    }

    @Test
    void sharingGoesThroughAChain() {
        Graph graph = new TestModel(13)
                .input("x", "N", 1, 4, 4)
                .floats("w", numbers(1, 1), 1, 1, 1, 1)
                .floats("fcw", numbers(2, 8), 2, 4)
                .node("conv", "", "Conv", List.of("c"), List.of("x", "w"))
                .node("MaxPool", "m", List.of("c"), "kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2})
                .node("Flatten", "f", List.of("m"))
                .node("fc", "", "Gemm", List.of("y"), List.of("f", "fcw"), "transB", 1)
                .output("y")
                .read();
        Placement placement = placement(graph, new PlanSettings(4, 6, Granularity.CHANNEL, 6, 8, Map.of()));
        assertThat(placement.parametersOf(site("m", 6))).isEqualTo(site("c", 6));
        assertThat(placement.parametersOf(site("f", 6))).isEqualTo(site("c", 6));
        assertThat(placement.ownSites()).containsExactly(site("x", 6), site("c", 6));
    }

    @Test
    void theOutputOfAConvolutionIsAlwaysQuantizedAndThatOfAGemmAtTheEndIsNot() {
        Graph graph = QuantizeNetworks.oneWeight(1, 0);
        assertThat(placement(graph, PlanSettings.of(4, 4)).sites("y")).containsExactly(site("y", 8));

        Graph relu = new TestModel(13)
                .input("x", "N", 1, 1, 1)
                .floats("w", numbers(1, 1), 1, 1, 1, 1)
                .node("conv", "", "Conv", List.of("c"), List.of("x", "w"))
                .node("Relu", "y", List.of("c"))
                .output("y")
                .read();
        Placement placement = placement(relu, PlanSettings.of(4, 4));
        assertThat(placement.sites("c")).isEmpty();
        assertThat(placement.sites("y")).containsExactly(site("y", 8));

        Placement residual = placement(QuantizeNetworks.residual(), PlanSettings.of(4, 4));
        assertThat(residual.sites("y")).isEmpty();
    }

    @Test
    void everyInputOfAConcatIsQuantized() {
        Graph graph = new TestModel(13)
                .input("x", "N", 1, 2, 2)
                .floats("w", numbers(1, 1), 1, 1, 1, 1)
                .floats("w2", numbers(2, 3), 1, 3, 1, 1)
                .node("a", "", "Conv", List.of("a"), List.of("x", "w"))
                .node("b", "", "Conv", List.of("b"), List.of("x", "w"))
                .node("join", "", "Concat", List.of("c"), List.of("a", "b", "x"), "axis", 1)
                .node("last", "", "Conv", List.of("y"), List.of("c", "w2"))
                .output("y")
                .read();
        Placement placement = placement(graph, PlanSettings.of(4, 4));
        Node join = named(graph, "join");
        assertThat(List.of(0, 1, 2))
                .allSatisfy(i -> assertThat(placement.read(join, i)).contains(site(join.input(i), 8)));
        assertThat(placement.ownSites())
                .containsExactly(site("x", 8), site("a", 8), site("b", 8), site("c", 8), site("y", 8));
    }

    @Test
    void aLayerInFloatLeavesItsInputAlone() {
        Graph graph = QuantizeNetworks.residual();
        Placement placement = placement(
                graph, new PlanSettings(8, 8, Granularity.CHANNEL, 8, 8, Map.of("fc", LayerOverride.parse("float"))));
        assertThat(placement.sites("f")).isEmpty();
        assertThat(placement.sites("p")).isEmpty();
    }
}
