package org.bitscale.graph.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.SmallNetworks;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanBuilderTest {

    private static PlanSettings settings(int weights, int activations, Map<String, LayerOverride> layers) {
        return new PlanSettings(weights, activations, Granularity.CHANNEL, 8, 8, layers);
    }

    private static Map<String, String> described(QuantPlan plan) {
        Map<String, String> described = new LinkedHashMap<>();
        plan.layers().forEach((name, layer) -> described.put(name, layer.describe()));
        return described;
    }

    @Test
    void firstAndLastLayerAndArithmeticKeepTheirBits() {
        QuantPlan plan = QuantizeNetworks.plan(QuantizeNetworks.residual(), PlanSettings.of(4, 3));
        assertThat(described(plan))
                .isEqualTo(Map.of("conv1", "W8A8", "conv2", "W4A3", "add", "A8", "pool", "A8", "fc", "W8A8"));
        assertThat(plan.layers().keySet()).containsExactly("conv1", "conv2", "add", "pool", "fc");
        assertThat(plan.of("conv2").weights().orElseThrow().granularity()).isEqualTo(Granularity.CHANNEL);
        assertThat(plan.of("flatten")).isEqualTo(LayerPlan.FLOAT);
    }

    @Test
    void edgeBitsAreALeast() {
        PlanSettings settings = new PlanSettings(6, 5, Granularity.TENSOR, 4, 7, Map.of());
        assertThat(described(QuantizeNetworks.plan(QuantizeNetworks.residual(), settings)))
                .containsEntry("conv1", "W6A5")
                .containsEntry("fc", "W6A5")
                .containsEntry("add", "A7");
    }

    @Test
    void branchesAtTheStartAreAllFirst() {
        Graph graph = new TestModel(13)
                .input("x", "N", 1, 2, 2)
                .floats("w", SmallNetworks.numbers(1, 1), 1, 1, 1, 1)
                .node("a", "", "Conv", List.of("a"), List.of("x", "w"))
                .node("b", "", "Conv", List.of("b"), List.of("x", "w"))
                .node("c", "", "Concat", List.of("c"), List.of("a", "b"), "axis", 1)
                .floats("w2", SmallNetworks.numbers(2, 4), 2, 2, 1, 1)
                .node("d", "", "Conv", List.of("d"), List.of("c", "w2"))
                .node("e", "", "Conv", List.of("e"), List.of("d", "w2"))
                .output("e")
                .read();
        assertThat(described(QuantizeNetworks.plan(graph, PlanSettings.of(2, 2))))
                .isEqualTo(Map.of("a", "W8A8", "b", "W8A8", "c", "A8", "d", "W2A2", "e", "W8A8"));
    }

    @Test
    void singleLayersGetWhatIsSaid() {
        Map<String, LayerOverride> layers = Map.of(
                "conv1",
                LayerOverride.parse("w2a3"),
                "fc",
                LayerOverride.parse("FLOAT"),
                "add",
                LayerOverride.parse("W8A5"));
        assertThat(described(QuantizeNetworks.plan(QuantizeNetworks.residual(), settings(4, 4, layers))))
                .isEqualTo(Map.of("conv1", "W2A3", "conv2", "W4A4", "add", "A5", "pool", "A8", "fc", "float"));
    }

    @Test
    void unknownLayersAreRefusedWithTheNamesThereAre() {
        Graph graph = QuantizeNetworks.residual();
        for (String name : List.of("conv9", "flatten")) {
            PlanSettings settings = settings(4, 4, Map.of(name, LayerOverride.parse("W8A8")));
            assertThatThrownBy(() -> QuantizeNetworks.plan(graph, settings))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage(
                            "No layer '%s' can be quantized in this network; its layers are: "
                                    + "add, conv1, conv2, fc, pool",
                            name);
        }
    }

    @Test
    void nothingLeftToQuantize() {
        LayerOverride none = LayerOverride.parse("float");
        PlanSettings settings = settings(8, 8, Map.of("conv1", none, "conv2", none, "fc", none));
        assertThatThrownBy(() -> QuantizeNetworks.plan(QuantizeNetworks.residual(), settings))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("Nothing is left to quantize");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "W8", "A8", "W0A8", "W8A17", "W4 A4", "fp5:A8", "mxfp4", "codebook9:A8", "int8", "W4A4 "})
    void bitsThatAreNone(String text) {
        assertThatThrownBy(() -> LayerOverride.parse(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(" came");
    }

    @Test
    void overridesWriteThemselvesAsTheyAreRead() {
        for (String text : List.of("float", "W2A8", "W16A2", "mxfp4_e2m1:A8", "codebook3:A16", "ttq:A4")) {
            assertThat(LayerOverride.parse(text)).hasToString(text);
        }
    }

    @Test
    void settingsRefuseOtherWidths() {
        assertThatThrownBy(() -> PlanSettings.of(0, 8)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> PlanSettings.of(8, 17)).isInstanceOf(BadInputException.class);
    }
}
