package org.bitscale.graph.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitscale.graph.quantize.QuantizeNetworks.OPERATORS;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.quant.QParams;
import org.bitscale.quant.QuantPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizedFormTest {

    /** The residual network as its exported file, all activations at scale 1/16 and zero point 3. */
    private static Graph exported(PlanSettings settings, Layout layout) {
        Graph graph = QuantizeNetworks.residual();
        QuantPlan plan = QuantizeNetworks.plan(graph, settings);
        Placement placement = QuantizeNetworks.placement(graph, plan);
        Map<Site, QParams> activations = new LinkedHashMap<>();
        placement.ownSites().forEach(site -> activations.put(site, new QParams(1 / 16f, 3)));
        Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            plan.of(node.name()).weights().ifPresent(spec -> {
                var real = org.bitscale.graph.Weights.of(node, graph.constants().get(node.input(1)));
                weights.put(node.name(), QuantizedWeights.of(real, spec, org.bitscale.quant.RangeRule.MIN_MAX));
            });
        }
        return QdqExport.of(graph, placement, activations, weights, layout);
    }

    private static Graph readAgain(Graph graph) {
        return new OnnxReader(OPERATORS).read(OnnxWriter.bytes(graph), "again.onnx");
    }

    private static Map<String, String> bits(QuantizedForm form) {
        return form.layers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().describe()));
    }

    @ParameterizedTest
    @CsvSource({"8,8,FAST", "4,5,FAST", "4,4,SMALL", "2,3,FAST", "3,2,SMALL"})
    void whatIsExportedIsReadAgain(int weightBits, int activationBits, Layout layout) {
        PlanSettings settings = new PlanSettings(
                weightBits, activationBits, org.bitscale.quant.Granularity.CHANNEL, weightBits, 8, Map.of());
        Graph exported = exported(settings, layout);
        QuantizedForm form = QuantizedForm.of(readAgain(exported), OPERATORS);
        assertThat(bits(form))
                .containsEntry("conv1", "W" + weightBits + "A" + Math.max(activationBits, weightBits))
                .containsEntry("conv2", "W" + weightBits + "A" + activationBits)
                .containsEntry("add", "A8");
        assertThat(form.real().nodes())
                .extracting(Node::operator)
                .containsExactly("Conv", "Relu", "Conv", "Add", "Relu", "GlobalAveragePool", "Flatten", "Gemm");
        assertThat(form.real().onlyOutput().name()).isEqualTo("y");
        assertThat(form.real().constants().values())
                .allMatch(tensor -> tensor.type().isFloat());
    }

    @Test
    void realWeightsAreWhatTheIntegersStandFor() {
        Graph given = new TestModel(13)
                .input("x", "N", 2)
                .floats("s", new float[] {0.5f})
                .tensor(TestModel.header("z", 2).addInt32Data(10).build())
                .tensor(TestModel.header("w", 3, 2, 3)
                        .addAllInt32Data(List.of(1, -2, 3, -4, 5, 7))
                        .build())
                .floats("ws", new float[] {0.25f})
                .node("QuantizeLinear", "q", List.of("x", "s", "z"))
                .node("DequantizeLinear", "d", List.of("q", "s", "z"))
                .node("DequantizeLinear", "wd", List.of("w", "ws"))
                .node("fc", "", "Gemm", List.of("y"), List.of("d", "wd"))
                .output("y")
                .read();
        QuantizedForm form = QuantizedForm.of(given, OPERATORS);
        Node fc = form.real().nodes().get(0);
        assertThat(form.real().nodes()).hasSize(1);
        assertThat(fc.inputs().get(0)).isEqualTo("x");
        // Canonical form: transposed, [3, 2].
        assertThat(form.real().constant(fc, 1).orElseThrow().floats())
                .containsExactly(0.25f, -1, -0.5f, 1.25f, 0.75f, 1.75f);
        assertThat(bits(form)).containsExactly(Map.entry("fc", "W4A8"));
        assertThat(form.describe()).isEqualTo("W4A8");
    }

    @Test
    void aReluThatTheClampReplacedComesBack() {
        TestModel model = new TestModel(13)
                .input("x", "N", 2)
                .floats("s", new float[] {0.5f})
                .tensor(TestModel.header("z", 2).addInt32Data(0).build())
                .floats("w", new float[] {1, -2, 3, -4}, 2, 2)
                .node("QuantizeLinear", "q", List.of("x", "s", "z"))
                .node("DequantizeLinear", "d", List.of("q", "s", "z"))
                .node("fc", "", "Gemm", List.of("g"), List.of("d", "w"), "transB", 1)
                .node("QuantizeLinear", "gq", List.of("g", "s", "z"))
                .node("DequantizeLinear", "y", List.of("gq", "s", "z"))
                .output("y");
        QuantizedForm form = QuantizedForm.of(model.read(), OPERATORS);
        // The input is quantized from 0 on too, but nothing made it that a Relu could have followed.
        assertThat(form.real().nodes()).extracting(Node::operator).containsExactly("Gemm", "Relu");
    }

    @Test
    void dynamicQuantizationHasARealForm() {
        Graph given = new TestModel(13)
                .input("x", "N", 2)
                .tensor(TestModel.header("w", 3, 2, 3)
                        .addAllInt32Data(List.of(1, -2, 3, -4, 5, 7))
                        .build())
                .floats("ws", new float[] {0.5f})
                .node("", "", "DynamicQuantizeLinear", List.of("q", "s", "z"), List.of("x"))
                .node("fc", "", "MatMulInteger", List.of("i"), List.of("q", "w", "z"))
                .node("Cast", "f", List.of("i"), "to", 1)
                .node("Mul", "scale", List.of("s", "ws"))
                .node("Mul", "y", List.of("f", "scale"))
                .output("y")
                .read();
        QuantizedForm form = QuantizedForm.of(given, OPERATORS);
        assertThat(form.real().nodes()).extracting(Node::operator).containsExactly("MatMul");
        assertThat(form.real().constants().values()).singleElement().satisfies(w -> assertThat(w.floats())
                .containsExactly(0.5f, -1, 1.5f, -2, 2.5f, 3.5f));
        assertThat(bits(form)).containsExactly(Map.entry("fc", "W4A8"));
    }

    @Test
    void codesCountWithoutThePowerOfTwoTheyShare() {
        assertThat(QuantizedForm.bits(new long[] {-128, 64, 0}, 8)).isEqualTo(2);
        assertThat(QuantizedForm.bits(new long[] {-127, 64, 0}, 8)).isEqualTo(8);
        assertThat(QuantizedForm.bits(new long[] {0, 0}, 8)).isEqualTo(2);
        assertThat(QuantizedForm.bits(new long[] {-8, 7}, 8)).isEqualTo(4);
        assertThat(QuantizedForm.bits(new long[] {-9, 7}, 8)).isEqualTo(5);
    }

    @Test
    void integersThatAreComputedWithHaveNoRealForm() {
        Graph given = new TestModel(13)
                .input("x", "N", 2)
                .floats("s", new float[] {0.5f})
                .tensor(TestModel.header("z", 2).addInt32Data(10).build())
                .node("QuantizeLinear", "q", List.of("x", "s", "z"))
                .node("odd", "", "Add", List.of("twice"), List.of("q", "q"))
                .node("DequantizeLinear", "y", List.of("twice", "s", "z"))
                .output("y")
                .read();
        assertThatThrownBy(() -> QuantizedForm.of(given, OPERATORS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("node 'odd' (Add): it computes with integers");
    }

    @ParameterizedTest
    @CsvSource({"8,8,FAST", "4,5,FAST", "2,3,SMALL"})
    void qonnxSaysTheSameAndIsReadAgain(int weightBits, int activationBits, Layout layout) {
        Graph exported = exported(PlanSettings.of(weightBits, activationBits), layout);
        Graph qonnx = QonnxExport.of(exported, OPERATORS);
        List<Node> quants = qonnx.nodes().stream()
                .filter(node -> node.operator().equals("Quant"))
                .toList();
        assertThat(quants).isNotEmpty().allMatch(node -> node.domain().equals("qonnx.custom_op.general"));
        Graph again = readAgain(qonnx);
        assertThat(again.nodes()).noneMatch(node -> node.operator().equals("Quant"));
        assertThat(bits(QuantizedForm.of(again, OPERATORS))).isEqualTo(bits(QuantizedForm.of(exported, OPERATORS)));
        for (String layer : List.of("conv1", "conv2", "fc")) {
            assertThat(weights(again, layer)).containsExactly(weights(exported, layer));
        }
    }

    private static float[] weights(Graph graph, String layer) {
        Graph real = QuantizedForm.of(graph, OPERATORS).real();
        Node node = real.nodes().stream()
                .filter(n -> n.name().equals(layer))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        layer + " is none of " + Arrays.toString(real.nodes().toArray())));
        return real.constant(node, 1).orElseThrow().floats();
    }

    @Test
    void aFloatNetworkIsNoQonnxFile() {
        assertThatThrownBy(() -> QonnxExport.of(QuantizeNetworks.residual(), OPERATORS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("holds no quantizers");
    }
}
