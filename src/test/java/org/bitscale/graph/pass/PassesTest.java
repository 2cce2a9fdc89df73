package org.bitscale.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bitscale.graph.onnx.SmallNetworks.numbers;

import java.util.List;
import java.util.Map;
import org.bitscale.graph.Computed;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.onnx.SmallNetworks;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.junit.jupiter.api.Test;

/** Each pass on small graphs: what it changes, and that the function stays the same. */
class PassesTest {

    private static final float TOLERANCE = 1e-5f;

    private static List<String> operators(Graph graph) {
        return graph.nodes().stream().map(Node::operator).toList();
    }

    private static Node named(Graph graph, String name) {
        return graph.nodes().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Facts facts(Graph graph) {
        return ShapeInference.of(graph, OperatorTable.standard());
    }

    private static void assertSame(Graph changed, Graph original, long... sizes) {
        int elements = 1;
        for (long size : sizes) {
            elements *= (int) size;
        }
        float[] x = numbers(99, elements);
        assertThat(Computed.of(changed, x, sizes)).containsExactly(Computed.of(original, x, sizes), within(TOLERANCE));
    }

    @Test
    void batchNormIsFoldedIntoWeightsAndBias() {
        // y = ((2x + 1) - 3) / sqrt(4) * gamma + 5, gamma = -6: -6x + 11
        Graph graph = new TestModel(15)
                .input("x", "N", 1, 1, 1)
                .floats("w", new float[] {2}, 1, 1, 1, 1)
                .floats("b", new float[] {1}, 1)
                .floats("gamma", new float[] {-6}, 1)
                .floats("beta", new float[] {5}, 1)
                .floats("mean", new float[] {3}, 1)
                .floats("variance", new float[] {4}, 1)
                .node("conv", "", "Conv", List.of("c"), List.of("x", "w", "b"))
                .node("BatchNormalization", "y", List.of("c", "gamma", "beta", "mean", "variance"), "epsilon", 0f)
                .output("y")
                .read();
        Graph folded = FoldBatchNorm.of(graph);
        Node conv = folded.nodes().get(0);
        assertThat(operators(folded)).containsExactly("Conv");
        assertThat(conv.name()).isEqualTo("conv");
        assertThat(conv.output()).isEqualTo("y");
        assertThat(folded.constant(conv, 1).orElseThrow().floats()).containsExactly(-6);
        assertThat(folded.constant(conv, 2).orElseThrow().floats()).containsExactly(11);
        assertThat(folded.constants()).hasSize(2);
    }

    @Test
    void foldingKeepsTheFunctionWithNegativeGammaAndWithoutBias() {
        Graph graph = SmallNetworks.convolutional().read();
        Graph folded = FoldBatchNorm.of(graph);
        assertThat(operators(folded)).containsExactly("Conv", "Relu", "MaxPool", "Reshape", "Gemm");
        assertSame(folded, graph, 3, 2, 6, 6);

        Graph gemm = new TestModel(15)
                .input("x", "N", 4)
                .floats("w", numbers(1, 12), 4, 3)
                .floats("gamma", new float[] {1, -2, 0}, 3)
                .floats("beta", numbers(2, 3), 3)
                .floats("mean", numbers(3, 3), 3)
                .floats("variance", new float[] {1, 2, 3}, 3)
                .node("fc", "", "Gemm", List.of("g"), List.of("x", "w"))
                .node("BatchNormalization", "y", List.of("g", "gamma", "beta", "mean", "variance"))
                .output("y")
                .read();
        assertThat(operators(FoldBatchNorm.of(gemm))).containsExactly("Gemm");
        assertSame(FoldBatchNorm.of(gemm), gemm, 5, 4);
    }

    @Test
    void batchNormStaysWhereItCannotBeFolded() {
        TestModel model = new TestModel(15)
                .input("x", "N", 2, 3, 3)
                .floats("w", numbers(1, 4), 2, 2, 1, 1)
                .floats("p", new float[] {1, 2}, 2)
                .node("Conv", "c", List.of("x", "w"))
                .node("BatchNormalization", "n", List.of("c", "p", "p", "p", "p"))
                .node("Add", "y", List.of("n", "c"))
                .output("y");
        Graph shared = model.read();
        assertThat(FoldBatchNorm.of(shared)).isEqualTo(shared);

        Graph before = new TestModel(15)
                .input("x", "N", 2, 3, 3)
                .floats("p", new float[] {1, 2}, 2)
                .node("BatchNormalization", "n", List.of("x", "p", "p", "p", "p"))
                .node("Relu", "y", List.of("n"))
                .output("y")
                .read();
        assertThat(FoldBatchNorm.of(before)).isEqualTo(before);
    }

    @Test
    void namesOfNewConstantsDoNotHideOldOnes() {
        // Another layer's weights already have the name that folding would give.
        Graph graph = new TestModel(15)
                .input("x", "N", 1, 1, 1)
                .floats("w", new float[] {2}, 1, 1, 1, 1)
                .floats("c.weight_folded", new float[] {7}, 1, 1, 1, 1)
                .floats("p", new float[] {1}, 1)
                .node("c", "", "Conv", List.of("c"), List.of("x", "w"))
                .node("BatchNormalization", "n", List.of("c", "p", "p", "p", "p"))
                .node("last", "", "Conv", List.of("y"), List.of("n", "c.weight_folded"))
                .output("y")
                .read();
        assertSame(FoldBatchNorm.of(graph), graph, 2, 1, 1, 1);
        assertThat(FoldBatchNorm.of(graph).constants()).containsKeys("c.weight_folded", "c.weight_folded_2");
    }

    @Test
    void negativeGammaTurnsTheSignOfItsChannel() {
        Graph graph = SmallNetworks.convolutional().read();
        Graph positive = PositiveBatchNorm.of(graph);
        assertThat(operators(positive)).isEqualTo(operators(graph));
        float[] gamma =
                positive.constant(named(positive, "bn"), 1).orElseThrow().floats();
        assertThat(gamma).containsExactly(0.5f, 1.5f, 1);
        float[] before = graph.constant(named(graph, "conv"), 1).orElseThrow().floats();
        float[] after =
                positive.constant(named(positive, "conv"), 1).orElseThrow().floats();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isEqualTo(i / 18 == 1 ? -before[i] : before[i]);
        }
        assertSame(positive, graph, 2, 2, 6, 6);
        assertThat(PositiveBatchNorm.of(positive)).isEqualTo(positive);
    }

    @Test
    void sharedStatisticsAreTurnedForOneNormalizationOnly() {
        Graph graph = new TestModel(15)
                .input("x", "N", 1, 1, 1)
                .floats("w", new float[] {2}, 1, 1, 1, 1)
                .floats("minus", new float[] {-1}, 1)
                .floats("minusTwo", new float[] {-2}, 1)
                .floats("plus", new float[] {3}, 1)
                .node("Conv", "c1", List.of("x", "w"))
                .node("BatchNormalization", "n1", List.of("c1", "minus", "plus", "plus", "plus"))
                .node("Conv", "c2", List.of("n1", "w"))
                .node("BatchNormalization", "n2", List.of("c2", "plus", "plus", "plus", "plus"))
                .node("Conv", "c3", List.of("n2", "w"))
                .node("BatchNormalization", "y", List.of("c3", "minusTwo", "plus", "plus", "plus"))
                .output("y")
                .read();
        assertSame(PositiveBatchNorm.of(graph), graph, 3, 1, 1, 1);
    }

    @Test
    void addAfterAConvolutionBecomesItsBias() {
        for (long[] shape : List.of(new long[] {1, 3, 1, 1}, new long[] {3, 1, 1}, new long[] {1}, new long[0])) {
            int values = shape.length > 1 ? 3 : 1;
            Graph graph = new TestModel(13)
                    .input("x", "N", 2, 4, 4)
                    .floats("w", numbers(1, 6), 3, 2, 1, 1)
                    .floats("k", numbers(2, values), shape)
                    .node("conv", "", "Conv", List.of("c"), List.of("x", "w"))
                    .node("Add", "y", List.of("k", "c"))
                    .output("y")
                    .read();
            Graph merged = MergeBias.of(graph, facts(graph));
            assertThat(operators(merged)).containsExactly("Conv");
            assertThat(merged.constant(merged.nodes().get(0), 2).orElseThrow().sizes())
                    .containsExactly(3);
            assertSame(merged, graph, 2, 2, 4, 4);
        }
    }

    @Test
    void addOfSomethingElseStays() {
        for (long[] shape : List.of(new long[] {1, 1, 1, 4}, new long[] {1, 3, 4, 4}, new long[] {4})) {
            int values = 1;
            for (long size : shape) {
                values *= (int) size;
            }
            Graph graph = new TestModel(13)
                    .input("x", "N", 2, 4, 4)
                    .floats("w", numbers(1, 6), 3, 2, 1, 1)
                    .floats("k", numbers(2, values), shape)
                    .node("Conv", "c", List.of("x", "w"))
                    .node("Add", "y", List.of("c", "k"))
                    .output("y")
                    .read();
            assertThat(MergeBias.of(graph, facts(graph))).isEqualTo(graph);
        }
    }

    @Test
    void matMulOfAMatrixBecomesGemm() {
        Graph graph = SmallNetworks.perceptron().read();
        Graph merged = MergeBias.of(graph, facts(graph));
        assertThat(operators(merged)).containsExactly("Transpose", "Reshape", "Gemm", "PRelu", "Clip", "Gemm");
        assertThat(named(merged, "hidden").inputs()).hasSize(3);
        assertThat(named(merged, "last").inputs()).hasSize(2);
        assertSame(merged, graph, 4, 2, 3);
    }

    @Test
    void softmaxAtTheEndIsCut() {
        Graph graph = new TestModel(13)
                .input("x", "N", 4)
                .floats("w", numbers(1, 12), 4, 3)
                .longs("shape", 0, 3)
                .node("fc", "", "Gemm", List.of("logits"), List.of("x", "w"))
                .node("Softmax", "s", List.of("logits"))
                .node("Reshape", "y", List.of("s", "shape"))
                .output("y")
                .read();
        Graph cut = CutSoftmax.of(graph, facts(graph));
        assertThat(operators(cut)).containsExactly("Gemm");
        assertThat(cut.onlyOutput().name()).isEqualTo("logits");
        assertThat(cut.onlyOutput().type()).isEqualTo(facts(graph).type("logits"));
        assertThat(CutSoftmax.of(cut, facts(cut))).isSameAs(cut);
    }

    @Test
    void softmaxInTheMiddleStays() {
        Graph graph = new TestModel(13)
                .input("x", "N", 4)
                .node("Softmax", "s", List.of("x"))
                .node("Relu", "y", List.of("s"))
                .output("y")
                .read();
        assertThat(CutSoftmax.of(graph, facts(graph))).isSameAs(graph);
    }

    @Test
    void dequantizedConstantsBecomeFloats() {
        Graph graph = new TestModel(21)
                .input("x", "N", 2)
                .tensor(TestModel.header("q", 3, 2, 2)
                        .setRawData(com.google.protobuf.ByteString.copyFrom(new byte[] {1, -2, 3, 4}))
                        .build())
                .floats("scale", new float[] {0.5f, 2}, 2)
                .node("DequantizeLinear", "w", List.of("q", "scale"), "axis", 0)
                .node("MatMul", "y", List.of("x", "w"))
                .output("y")
                .read();
        Graph folded = FoldDequantize.of(graph);
        assertThat(operators(folded)).containsExactly("MatMul");
        assertThat(folded.constants()).isEqualTo(Map.of("w", Tensor.ofFloats(new float[] {0.5f, -1, 6, 8}, 2, 2)));
        assertSame(folded, graph, 3, 2);
    }

    @Test
    void readingWhatWasWrittenGivesTheSameGraph() {
        for (TestModel model :
                List.of(SmallNetworks.convolutional(), SmallNetworks.branching(), SmallNetworks.perceptron())) {
            Graph graph = model.read();
            assertThat(new OnnxReader(OperatorTable.standard()).read(OnnxWriter.bytes(graph), "again"))
                    .isEqualTo(graph);
        }
    }
}
