package org.bitscale.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bitscale.graph.onnx.SmallNetworks.numbers;

import java.util.List;
import java.util.Map;
import org.bitscale.engine.FloatTensor;
import org.bitscale.graph.Computed;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.onnx.SmallNetworks;
import org.bitscale.graph.onnx.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical form of what exporters of many years wrote. */
class CanonicalizeTest {

    private static List<String> operators(Graph graph) {
        return graph.nodes().stream().map(Node::operator).toList();
    }

    private static long[] constant(Graph graph, Node node, int input) {
        return graph.constant(node, input).map(Tensor::longs).orElseThrow();
    }

    @Test
    void theShapeChainOfAFlattenVanishes() {
        Graph graph = SmallNetworks.convolutional().read();
        assertThat(operators(graph))
                .containsExactly("Conv", "BatchNormalization", "Relu", "MaxPool", "Reshape", "Gemm");
        assertThat(constant(graph, graph.nodes().get(4), 1)).containsExactly(0, -1);
        assertThat(graph.onlyOutput().type().shape().dims()).containsExactly(Dim.symbol("N"), Dim.of(4));
        assertThat(graph.metadata()).isEqualTo(Map.of("classes", "a,b,c,d"));
    }

    @Test
    void sizesAreComputedThroughSliceCastAndDivision() {
        Graph graph = new TestModel(13)
                .input("x", "N", 4, 6)
                .longs("zero", 0)
                .longs("one", 1)
                .longs("two", 2)
                .longs("three", 3)
                .node("Shape", "s", List.of("x"))
                .node("Slice", "batch", List.of("s", "zero", "one"))
                .node("Slice", "channels", List.of("s", "one", "two"))
                .node("Slice", "width", List.of("s", "two", "three"))
                .node("Cast", "width32", List.of("width"), "to", 7)
                .node("Div", "half", List.of("channels", "two"))
                .node("Mul", "double", List.of("width32", "two"))
                .node("Concat", "target", List.of("batch", "half", "double"), "axis", 0)
                .node("Reshape", "y", List.of("x", "target"))
                .output("y")
                .read();
        assertThat(operators(graph)).containsExactly("Reshape");
        assertThat(constant(graph, graph.nodes().get(0), 1)).containsExactly(0, 2, 12);
        assertThat(graph.onlyOutput().type().shape()).hasToString("[N×2×12]");
    }

    @Test
    void aBatchTimesSomethingIsTheRest() {
        Graph graph = new TestModel(13)
                .input("x", "N", 4, 6)
                .longs("zero", 0)
                .longs("one", 1)
                .longs("four", 4)
                .longs("six", 6)
                .node("Shape", "s", List.of("x"))
                .node("Slice", "batch", List.of("s", "zero", "one"))
                .node("Mul", "rows", List.of("batch", "four"))
                .node("Concat", "target", List.of("rows", "six"), "axis", 0)
                .node("Reshape", "y", List.of("x", "target"))
                .output("y")
                .read();
        assertThat(constant(graph, graph.nodes().get(0), 1)).containsExactly(-1, 6);
        assertThat(graph.onlyOutput().type().shape()).hasToString("[4·N×6]");
    }

    @Test
    void identitiesAndDropoutsVanish() {
        Graph graph = new TestModel(13)
                .input("x", "N", 3)
                .node("Identity", "a", List.of("x"))
                .node("", "", "Dropout", List.of("b", "mask"), List.of("a"))
                .node("Relu", "c", List.of("b"))
                .node("Identity", "y", List.of("c"))
                .output("y")
                .read();
        assertThat(operators(graph)).containsExactly("Relu", "Identity");
        assertThat(graph.nodes().get(0).inputs()).containsExactly("x");
        assertThat(graph.onlyOutput().name()).isEqualTo("y");
    }

    @Test
    void sumBecomesAdditions() {
        Graph graph = new TestModel(8)
                .input("a", "N", 1)
                .input("b", "N", 1)
                .input("c", "N", 1)
                .node("total", "", "Sum", List.of("y"), List.of("a", "b", "c"))
                .output("y")
                .read();
        assertThat(operators(graph)).containsExactly("Add", "Add");
        assertThat(graph.nodes().get(1).name()).isEqualTo("total");
        FloatTensor one = new FloatTensor(new float[] {1, 2}, new long[] {2, 1});
        assertThat(Computed.outputs(graph, Map.of("a", one, "b", one, "c", one))
                        .get("y")
                        .values())
                .containsExactly(3, 6);
        Graph single = new TestModel(8)
                .input("x", "N", 1)
                .node("Sum", "s", List.of("x"))
                .node("Relu", "y", List.of("s"))
                .output("y")
                .read();
        assertThat(operators(single)).containsExactly("Relu");
    }

    @Test
    void namesAreTheFilesOrThoseOfOutputsAndUnique() {
        Graph graph = new TestModel(13)
                .input("x", "N", 3)
                .node("relu", "", "Relu", List.of("a"), List.of("x"))
                .node("relu", "", "Relu", List.of("b"), List.of("a"))
                .node("Relu", "y", List.of("b"))
                .output("y")
                .read();
        assertThat(graph.nodes().stream().map(Node::name)).containsExactly("relu", "relu_2", "y");
        assertThat(graph).isEqualTo(graph.with(graph.nodes(), graph.constants()));
    }

    @Test
    void deadNodesAndConstantsGo() {
        Graph graph = new TestModel(13)
                .input("x", "N", 3)
                .floats("w", numbers(1, 3), 3)
                .node("Add", "unread", List.of("x", "w"))
                .node("Relu", "y", List.of("x"))
                .output("y")
                .read();
        assertThat(operators(graph)).containsExactly("Relu");
        assertThat(graph.constants()).isEmpty();
    }

    @Test
    void theBatchOfOneIsOpened() {
        Graph graph = SmallNetworks.branching().read();
        assertThat(graph.onlyInput().type().shape()).hasToString("[N×2×5×5]");
        assertThat(graph.onlyOutput().type().shape()).hasToString("[N×4]");
        float[] two = numbers(3, 100);
        float[] together = Computed.of(graph, two, 2, 2, 5, 5);
        float[] first = Computed.of(graph, java.util.Arrays.copyOf(two, 50), 1, 2, 5, 5);
        assertThat(java.util.Arrays.copyOf(together, 4)).containsExactly(first, within(1e-6f));
    }

    @Test
    void aReshapeWrittenForOneExampleCopiesTheBatch() {
        Graph graph = new TestModel(13)
                .input("x", 1, 2, 3)
                .longs("shape", 1, 6)
                .node("Reshape", "y", List.of("x", "shape"))
                .output("y")
                .read();
        assertThat(graph.onlyOutput().type().shape()).hasToString("[N×6]");
        assertThat(constant(graph, graph.nodes().get(0), 1)).containsExactly(0, 6);
    }

    @Test
    void whatNeedsABatchOfOneKeepsIt() {
        Graph picked = new TestModel(13)
                .input("x", 1, 2, 3)
                .tensor(TestModel.longTensor("first", new long[] {0}))
                .node("Gather", "y", List.of("x", "first"), "axis", 0)
                .output("y")
                .read();
        assertThat(picked.onlyInput().type().shape()).hasToString("[1×2×3]");
        Graph averaged = new TestModel(13)
                .input("x", 1, 2)
                .node("ReduceMean", "y", List.of("x"), "keepdims", 0)
                .output("y")
                .read();
        assertThat(averaged.onlyInput().type().shape()).hasToString("[1×2]");
        Graph squeezed = new TestModel(13)
                .input("x", 1, 2)
                .longs("axes", 0)
                .node("Squeeze", "y", List.of("x", "axes"))
                .output("y")
                .read();
        assertThat(squeezed.onlyInput().type().shape()).hasToString("[1×2]");
    }

    @Test
    void severalInputsShareTheBatch() {
        Graph graph = new TestModel(13)
                .input("a", 1, 2)
                .input("b", 1, 3)
                .node("Concat", "y", List.of("a", "b"), "axis", -1)
                .output("y")
                .read();
        assertThat(graph.inputs())
                .hasSize(2)
                .allSatisfy(input -> assertThat(input.type().shape().dim(0)).isEqualTo(Dim.symbol("N")));
        assertThat(graph.onlyOutput().type().shape()).hasToString("[N×5]");
    }

    @Test
    void initializersListedAsInputsAreConstants() {
        Graph graph = new TestModel(7)
                .input("x", "N", 2)
                .input("w", 2)
                .floats("w", new float[] {1, 2}, 2)
                .node("Mul", "y", List.of("x", "w"))
                .output("y")
                .read();
        assertThat(graph.onlyInput().name()).isEqualTo("x");
        assertThat(Computed.of(graph, new float[] {3, 4}, 1, 2)).containsExactly(3, 8);
    }

    @Test
    void clipTakesItsLimitsFromAttributesOrInputs() {
        Graph old = new TestModel(6 + 1)
                .input("x", "N", 3)
                .node("Clip", "y", List.of("x"), "min", 0f, "max", 6f)
                .output("y")
                .read();
        Graph young = new TestModel(13)
                .input("x", "N", 3)
                .floats("max", new float[] {6})
                .node("Clip", "y", List.of("x", "", "max"))
                .output("y")
                .read();
        float[] x = {-1, 3, 9};
        assertThat(Computed.of(old, x, 1, 3)).containsExactly(0, 3, 6);
        assertThat(Computed.of(young, x, 1, 3)).containsExactly(-1, 3, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 11, 13, 21, 25})
    void squeezeAndUnsqueezeOfEveryOpset(int opset) {
        TestModel model =
                new TestModel(opset).input("x", "N", 1, 3).longs("two", 2).longs("one", 1);
        if (opset < 13) {
            model.node("Squeeze", "s", List.of("x"), "axes", new long[] {1})
                    .node("Unsqueeze", "y", List.of("s"), "axes", new long[] {2});
        } else {
            model.node("Squeeze", "s", List.of("x", "one")).node("Unsqueeze", "y", List.of("s", "two"));
        }
        Graph graph = model.output("y").read();
        assertThat(graph.onlyOutput().type().shape()).hasToString("[N×3×1]");
        assertThat(graph.nodes().get(0).attributes().values()).isEmpty();
    }

    @Test
    void softmaxBefore13IsOverAllAxesFromOneOn() {
        float[] x = {1, 2, 3, 4};
        Graph old = new TestModel(11)
                .input("x", "N", 2, 2)
                .node("Softmax", "y", List.of("x"))
                .output("y")
                .read();
        Graph young = new TestModel(13)
                .input("x", "N", 2, 2)
                .node("Softmax", "y", List.of("x"))
                .output("y")
                .read();
        assertThat(Computed.of(old, x, 1, 2, 2))
                .containsExactly(new float[] {0.0320586f, 0.0871443f, 0.2368828f, 0.6439143f}, within(1e-6f));
        assertThat(Computed.of(young, x, 1, 2, 2))
                .containsExactly(new float[] {0.2689414f, 0.7310586f, 0.2689414f, 0.7310586f}, within(1e-6f));
        Graph plain = new TestModel(11)
                .input("x", "N", 4)
                .node("Softmax", "y", List.of("x"))
                .output("y")
                .read();
        assertThat(operators(plain)).containsExactly("Softmax");
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 17, 18, 21})
    void meanOverThePictureIsAGlobalAverage(int opset) {
        for (int keep : new int[] {0, 1}) {
            TestModel model = new TestModel(opset).input("x", "N", 2, 2, 2).longs("axes", -1, 2);
            if (opset < 18) {
                model.node("ReduceMean", "y", List.of("x"), "axes", new long[] {-1, 2}, "keepdims", keep);
            } else {
                model.node("ReduceMean", "y", List.of("x", "axes"), "keepdims", keep);
            }
            Graph graph = model.output("y").read();
            assertThat(operators(graph)).first().isEqualTo("GlobalAveragePool");
            assertThat(graph.onlyOutput().type().shape()).hasToString(keep == 1 ? "[N×2×1×1]" : "[N×2]");
            assertThat(Computed.of(graph, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 2))
                    .containsExactly(2.5f, 6.5f);
        }
    }

    @Test
    void sliceTakesItsRangesFromAttributesOrInputs() {
        Graph old = new TestModel(9)
                .input("x", "N", 5)
                .node(
                        "Slice",
                        "y",
                        List.of("x"),
                        "starts",
                        new long[] {1},
                        "ends",
                        new long[] {-1},
                        "axes",
                        new long[] {1})
                .output("y")
                .read();
        Graph young = new TestModel(13)
                .input("x", "N", 5)
                .longs("starts", 4)
                .longs("ends", Long.MIN_VALUE)
                .longs("axes", 1)
                .longs("steps", -2)
                .node("Slice", "y", List.of("x", "starts", "ends", "axes", "steps"))
                .output("y")
                .read();
        float[] x = {0, 1, 2, 3, 4};
        assertThat(Computed.of(old, x, 1, 5)).containsExactly(1, 2, 3);
        assertThat(Computed.of(young, x, 1, 5)).containsExactly(4, 2, 0);
    }

    @Test
    void padTakesItsBordersFromAttributesOrInputs() {
        Graph old = new TestModel(10)
                .input("x", "N", 2)
                .node("Pad", "y", List.of("x"), "pads", new long[] {0, 1, 0, 2}, "value", 7f)
                .output("y")
                .read();
        Graph young = new TestModel(18)
                .input("x", "N", 2)
                .longs("pads", 1, -1)
                .floats("value", new float[] {Float.NEGATIVE_INFINITY})
                .longs("axes", 1)
                .node("Pad", "y", List.of("x", "pads", "value", "axes"))
                .output("y")
                .read();
        Graph reflected = new TestModel(10)
                .input("x", "N", 3)
                .node("Pad", "y", List.of("x"), "pads", new long[] {0, 2, 0, 1}, "mode", "reflect")
                .output("y")
                .read();
        Graph edge = new TestModel(10)
                .input("x", "N", 2)
                .node("Pad", "y", List.of("x"), "pads", new long[] {0, 2, 0, 1}, "mode", "edge")
                .output("y")
                .read();
        assertThat(Computed.of(old, new float[] {1, 2}, 1, 2)).containsExactly(7, 1, 2, 7, 7);
        assertThat(Computed.of(young, new float[] {1, 2}, 1, 2)).containsExactly(Float.NEGATIVE_INFINITY, 1);
        assertThat(Computed.of(reflected, new float[] {1, 2, 3}, 1, 3)).containsExactly(3, 2, 1, 2, 3, 2);
        assertThat(Computed.of(edge, new float[] {1, 2}, 1, 2)).containsExactly(1, 1, 1, 2, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 9, 14, 15})
    void batchNormalizationOfEveryOpset(int opset) {
        TestModel model = new TestModel(opset)
                .input("x", "N", 1)
                .floats("p", new float[] {1}, 1)
                .floats("four", new float[] {4}, 1);
        List<String> inputs = List.of("x", "p", "p", "p", "four");
        if (opset == 14) { // training form, whose further outputs nobody reads
            model.node("bn", "", "BatchNormalization", List.of("y", "m", "v"), inputs, "epsilon", 0f);
        } else {
            model.node("BatchNormalization", "y", inputs, "epsilon", 0f, "momentum", 0.9f);
        }
        Graph graph = model.output("y").read();
        assertThat(graph.nodes().get(0).outputs()).containsExactly("y");
        assertThat(graph.nodes().get(0).attributes().values()).containsOnlyKeys("epsilon");
        assertThat(Computed.of(graph, new float[] {5}, 1, 1)).containsExactly(3);
    }

    @Test
    void reshapeKeepsAZeroThatMeansZero() {
        Graph graph = new TestModel(14)
                .input("x", "N", 2, 3)
                .longs("shape", 0, -1)
                .node("Reshape", "y", List.of("x", "shape"))
                .output("y")
                .read();
        assertThat(graph.onlyOutput().type().shape()).hasToString("[N×6]");
        assertThat(Computed.of(graph, numbers(1, 12), 2, 2, 3)).hasSize(12);
    }

    @Test
    void anAverageOverTheWholePictureIsAGlobalOne() {
        Graph graph = new TestModel(13)
                .input("x", "N", 1, 2, 2)
                .node("AveragePool", "y", List.of("x"), "kernel_shape", new long[] {2, 2})
                .output("y")
                .read();
        assertThat(operators(graph)).containsExactly("GlobalAveragePool");
    }

    @Test
    void gemmIsBroughtIntoOneForm() {
        Graph graph = new TestModel(13)
                .input("x", "N", 2)
                .floats("w", new float[] {1, 2, 3, 4}, 2, 2)
                .floats("b", new float[] {10}, 1)
                .node("fc", "", "Gemm", List.of("y"), List.of("x", "w", "b"), "alpha", 2f, "beta", 0.5f)
                .output("y")
                .read();
        Node fc = graph.nodes().get(0);
        assertThat(graph.constant(fc, 1)).contains(Tensor.ofFloats(new float[] {2, 6, 4, 8}, 2, 2));
        assertThat(graph.constant(fc, 2)).contains(Tensor.ofFloats(new float[] {5, 5}, 2));
        assertThat(fc.attributes().values()).isEqualTo(Map.of("transB", 1L));
        assertThat(Computed.of(graph, new float[] {1, 1}, 1, 2)).containsExactly(13, 17);
    }

    @Test
    void aGemmWithABiasForEachRowIsNoLayer() {
        Graph graph = new TestModel(13)
                .input("x", 2, 2)
                .floats("w", new float[] {1, 2, 3, 4}, 2, 2)
                .floats("b", new float[] {10, 20}, 2, 1)
                .node("Gemm", "y", List.of("x", "w", "b"))
                .output("y")
                .read();
        assertThat(Computed.of(graph, new float[] {1, 1, 1, 1}, 2, 2)).containsExactly(14, 16, 24, 26);
    }

    @Test
    void integersAreDividedAsIntegers() {
        Graph graph = new TestModel(13)
                .inputOf(6, "x", "N", 3)
                .tensor(TestModel.header("three", 6, 1).addInt32Data(3).build())
                .node("Div", "y", List.of("x", "three"))
                .output("y")
                .read();
        assertThat(graph.onlyOutput().type().type()).isEqualTo(DataType.INT32);
        assertThat(Computed.of(graph, new float[] {7, -7, 2}, 1, 3)).containsExactly(2, -2, 0);
    }
}
