package org.bitscale.graph.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.onnx.SmallNetworks;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Range;
import org.bitscale.quant.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TargetTest {

    private static final PlanSettings EIGHT = PlanSettings.of(8, 8);

    private static Map<String, String> described(Graph graph, PlanSettings settings) {
        Map<String, String> described = new LinkedHashMap<>();
        QuantizeNetworks.plan(graph, settings).layers().forEach((name, layer) -> described.put(name, layer.describe()));
        return described;
    }

    private static Map<String, String> described(PlanSettings settings) {
        return described(QuantizeNetworks.residual(), settings);
    }

    @Test
    void withoutVnniTwoProductsMustFit16Bits() {
        assertThat(Target.X86.mostWeightBits(8)).isEqualTo(7); // 2·255·128 = 65,280
        assertThat(Target.X86.mostWeightBits(7)).isEqualTo(16); // 2·127·128 = 32,512
        assertThat(Target.X86_VNNI.mostWeightBits(8)).isEqualTo(16);
        assertThat(described(EIGHT.with(Target.X86)))
                .containsEntry("conv1", "W7A8")
                .containsEntry("conv2", "W7A8")
                .containsEntry("add", "A8");
        assertThat(described(PlanSettings.of(8, 4).with(Target.X86)))
                .containsEntry("conv1", "W7A8")
                .containsEntry("conv2", "W8A4");
        assertThat(described(PlanSettings.of(4, 8).with(Target.X86))).containsEntry("conv2", "W4A8");
    }

    @Test
    void depthwiseKernelsKeepTheirBits() {
        Graph graph = new TestModel(13)
                .input("x", "N", 2, 4, 4)
                .floats("w", SmallNetworks.numbers(1, 2 * 9), 2, 1, 3, 3)
                .floats("v", SmallNetworks.numbers(2, 4), 2, 2, 1, 1)
                .node("depthwise", "", "Conv", List.of("d"), List.of("x", "w"), "group", 2)
                .node("pointwise", "", "Conv", List.of("y"), List.of("d", "v"))
                .output("y")
                .read();
        assertThat(described(graph, EIGHT.with(Target.X86)))
                .containsEntry("depthwise", "W8A8")
                .containsEntry("pointwise", "W7A8");
    }

    @ParameterizedTest
    @EnumSource(
            value = Target.class,
            names = {"TENSORRT", "MICROCONTROLLER"})
    void int8KernelsTakeActivationsOf8Bits(Target target) {
        assertThatThrownBy(() -> described(PlanSettings.of(4, 4).with(target)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'conv2' has W4A4")
                .hasMessageContaining("give it A8");
        assertThat(described(PlanSettings.of(4, 8).with(target))).containsEntry("conv2", "W4A8");
    }

    @Test
    void aMicrocontrollerHasNoFloat() {
        PlanSettings plan = EIGHT.with(Target.MICROCONTROLLER);
        assertThatThrownBy(() -> described(plan.withLayers(Map.of("conv2", LayerOverride.FLOAT))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'conv2' is kept in float");
        assertThatThrownBy(() -> described(plan.with(Granularity.TENSOR)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("granularity channel");
        TestModel model = new TestModel(13)
                .input("x", "N", 2)
                .floats("w", SmallNetworks.numbers(1, 4), 2, 2)
                .node("fc", "", "Gemm", List.of("h"), List.of("x", "w"), "transB", 1)
                .node("erf", "", "Erf", List.of("y"), List.of("h"))
                .output("y");
        assertThatThrownBy(() -> described(model.read(), plan))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'erf' (Erf)");
        Graph graph = QuantizeNetworks.residual();
        Placement placement = QuantizeNetworks.placement(graph, QuantizeNetworks.plan(graph, plan));
        assertThat(placement.sites("y")).containsExactly(new Site("y", 8));
        assertThat(QuantizeNetworks.placement(graph, QuantizeNetworks.plan(graph, EIGHT))
                        .sites("y"))
                .isEmpty();
    }

    @Test
    void symmetricCodesHaveZeroInTheMiddle() {
        QParams parameters = QParams.ofRange(new Range(-1, 3), IntegerFormat.unsigned(8), true);
        assertThat(parameters.zeroPoint()).isEqualTo(128);
        assertThat(parameters.scale()).isEqualTo(6f / 255);
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void int8CodesAreThoseOfUint8Less128(Target target) {
        Graph graph = QuantizeNetworks.oneWeight(0.3f, 0.77f);
        QuantPlan plan = QuantizeNetworks.plan(graph, EIGHT.with(target));
        Graph exported = QdqExport.of(
                graph,
                QuantizeNetworks.placement(graph, plan),
                Map.of(new Site("x", 8), new QParams(0.5f, 10), new Site("y", 8), new QParams(0.25f, 100)),
                Map.of("conv", new QuantizedWeights(new int[] {3}, new float[] {0.1f}, IntegerFormat.weights(8))),
                Layout.FAST);
        assertThat(exported.constants().get("x_8bit_zero"))
                .isEqualTo(
                        target.signedActivations()
                                ? Tensor.ofLongs(DataType.INT8, new long[] {-118})
                                : Tensor.ofLongs(DataType.UINT8, new long[] {10}));
        Node conv = exported.nodes().stream()
                .filter(node -> node.is("Conv"))
                .findFirst()
                .orElseThrow();
        // 0.77 in steps of 0.5·0.1 is 15: 0.75, where biases stay in float.
        assertThat(exported.constant(conv, 2).map(bias -> bias.floats()[0]))
                .isEqualTo(target.floatBiases() ? Optional.of(0.75f) : Optional.empty());
    }
}
