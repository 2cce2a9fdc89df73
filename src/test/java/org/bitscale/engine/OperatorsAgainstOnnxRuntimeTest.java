package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bitscale.deploy.OnnxSession;
import org.bitscale.deploy.SessionSettings;
import org.bitscale.deploy.TensorValue;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operators that ONNX's own tests at hand do not cover: computed by the engine and by ONNX Runtime from the same file,
 * and once more by ONNX Runtime from the file that Bitscale writes after reading it.
 */
public class OperatorsAgainstOnnxRuntimeTest {

    private static final float TOLERANCE = 2e-5f;
    private static final float STEP = 0.05f;
    private static final double SHARE_OF_TIES = 0.05;
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT8 = 3;
    private static final int INT64 = 7;
    private static final int BOOL = 9;

    private static TorchEngine engine;

    private final OperatorTable operators = OperatorTable.standard();

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /**
     * A model and the sizes of its float inputs.
     *
     * @param step how far a few results may be apart: one step of the last quantizer, since ONNX Runtime's integer
     *     kernels multiply in another order and ties fall to either side; 0 in float
     */
    public record Case(String name, TestModel model, Map<String, long[]> inputs, float step) {
        Case(String name, TestModel model, Map<String, long[]> inputs) {
            this(name, model, inputs, 0);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, TestModel model, String input, long... sizes) {
        return new Case(name, model, Map.of(input, sizes));
    }

    /** One float input x[2, 4, 6, 5], one node, one output. */
    private static Case one(String operator, int opset, Object... attributes) {
        return of(
                operator + java.util.Arrays.deepToString(attributes),
                new TestModel(opset)
                        .input("x", 2, 4, 6, 5)
                        .node(operator, "y", List.of("x"), attributes)
                        .output("y"),
                "x",
                2,
                4,
                6,
                5);
    }

    private static Case two(String operator, int opset) {
        TestModel model = new TestModel(opset)
                .input("a", 2, 3, 4)
                .input("b", 3, 1)
                .node(operator, "y", List.of("a", "b"))
                .output("y");
        return new Case(operator, model, inputs("a", new long[] {2, 3, 4}, "b", new long[] {3, 1}));
    }

    private static Case question(String operator) {
        TestModel model = new TestModel(18)
                .input("a", 2, 3, 4)
                .input("b", 3, 1)
                .node(operator, "t", List.of("a", "b"))
                .node("Cast", "y", List.of("t"), "to", FLOAT)
                .output("y");
        return new Case(operator, model, inputs("a", new long[] {2, 3, 4}, "b", new long[] {3, 1}));
    }

    private static Case logical(String operator) {
        TestModel model = new TestModel(18)
                .input("a", 2, 3, 4)
                .input("b", 3, 1)
                .floats("zero", new float[] {0})
                .node("Greater", "p", List.of("a", "zero"))
                .node("Less", "q", List.of("b", "zero"))
                .node(operator, "t", List.of("p", "q"))
                .node("Not", "n", List.of("t"))
                .node("Cast", "y", List.of("n"), "to", FLOAT)
                .output("y");
        return new Case(operator, model, inputs("a", new long[] {2, 3, 4}, "b", new long[] {3, 1}));
    }

    private static Map<String, long[]> inputs(Object... namesAndSizes) {
        Map<String, long[]> inputs = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            inputs.put((String) namesAndSizes[i], (long[]) namesAndSizes[i + 1]);
        }
        return inputs;
    }

    private static Case reduce(String operator, long[] axes, long keep) {
        return of(
                operator + java.util.Arrays.toString(axes) + keep,
                new TestModel(18)
                        .input("x", "N", 4, 6, 5)
                        .node("Abs", "p", List.of("x"))
                        .longs("axes", axes)
                        .node(operator, "y", List.of("p", "axes"), "keepdims", keep)
                        .output("y"),
                "x",
                2,
                4,
                6,
                5);
    }

    private static Case resize(int opset, float scale, Object... attributes) {
        return of(
                "Resize-" + opset + " by " + scale + java.util.Arrays.deepToString(attributes),
                new TestModel(opset)
                        .input("x", "N", 2, 6, 5)
                        .floats("scales", new float[] {1, 1, scale, scale}, 4)
                        .node(
                                "Resize",
                                "y",
                                opset < 11 ? List.of("x", "scales") : List.of("x", "", "scales"),
                                attributes)
                        .output("y"),
                "x",
                2,
                2,
                6,
                5);
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static OnnxMl.TensorProto bytes(String name, int type, int count, long seed, long... sizes) {
        byte[] values = new byte[count];
        new Random(seed).nextBytes(values);
        return TestModel.header(name, type, sizes)
                .setRawData(com.google.protobuf.ByteString.copyFrom(values))
                .build();
    }

    private static OnnxMl.TensorProto zero(String name, int type, int value) {
        return TestModel.header(name, type)
                .setRawData(com.google.protobuf.ByteString.copyFrom(new byte[] {(byte) value}))
                .build();
    }

    private static TestModel quantizedInput(TestModel model, String name) {
        return model.floats(name + "_scale", new float[] {0.03f})
                .tensor(zero(name + "_zero", UINT8, 117))
                .node("QuantizeLinear", name + "_q", List.of(name, name + "_scale", name + "_zero"));
    }

    /** A network of one operator from integers to integers. */
    private static Case integers(String domain, String operator, List<String> inputs, Object... attributes) {
        TestModel model = new TestModel(13).input("x", "N", 4, 6, 5).input("z", "N", 4, 6, 5);
        if (!domain.isEmpty()) {
            model.domain(domain, 1);
        }
        quantizedInput(model, "x");
        quantizedInput(model, "z");
        model.tensor(bytes("w", INT8, 3 * 4 * 9, 1, 3, 4, 3, 3))
                .floats("w_scale", new float[] {0.002f, 0.003f, 0.001f}, 3)
                .tensor(TestModel.header("w_zero", INT8, 3)
                        .setRawData(com.google.protobuf.ByteString.copyFrom(new byte[3]))
                        .build())
                .tensor(bytes("m", INT8, 5 * 3, 2, 5, 3))
                .floats("m_scale", new float[] {0.004f})
                .tensor(zero("m_zero", INT8, 0))
                .tensor(TestModel.header("bias", 6, 3)
                        .addInt32Data(100)
                        .addInt32Data(-2000)
                        .addInt32Data(500)
                        .build())
                .floats("y_scale", new float[] {STEP})
                .tensor(zero("y_zero", UINT8, 101))
                .node("", domain, operator, List.of("y_q"), inputs, attributes)
                .node("DequantizeLinear", "y", List.of("y_q", "y_scale", "y_zero"))
                .output("y");
        return new Case(operator, model, inputs("x", new long[] {2, 4, 6, 5}, "z", new long[] {2, 4, 6, 5}), STEP);
    }

    private static final String MICROSOFT = "com.microsoft";

    /** All cases; also what is damaged to see whether reading fails well. */
    public static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String unary : List.of(
                "Abs",
                "Neg",
                "Sign",
                "Floor",
                "Ceil",
                "Round",
                "Sin",
                "Cos",
                "Erf",
                "Exp",
                "Softplus",
                "Softsign",
                "Selu",
                "Elu",
                "Celu",
                "Mish",
                "HardSwish",
                "ThresholdedRelu",
                "HardSigmoid")) {
            cases.add(one(unary, 18));
        }
        cases.add(one("Selu", 18, "alpha", 1.2f, "gamma", 0.7f));
        cases.add(one("Celu", 18, "alpha", 2f));
        cases.add(one("LogSoftmax", 13, "axis", 1));
        cases.add(one("LRN", 13, "size", 3, "alpha", 0.01f, "beta", 0.6f, "bias", 1.5f));
        for (String binary : List.of("Max", "Min", "Add", "Sub", "Mul", "Div", "Mean", "Sum")) {
            cases.add(two(binary, 13));
        }
        for (String question : List.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual")) {
            cases.add(question(question));
        }
        for (String logical : List.of("And", "Or", "Xor")) {
            cases.add(logical(logical));
        }
        for (String reduction : List.of(
                "ReduceSum",
                "ReduceMax",
                "ReduceMin",
                "ReduceProd",
                "ReduceMean",
                "ReduceL1",
                "ReduceL2",
                "ReduceLogSum",
                "ReduceLogSumExp",
                "ReduceSumSquare")) {
            cases.add(reduce(reduction, new long[] {2, -1}, 1));
            cases.add(reduce(reduction, new long[] {1}, 0));
        }
        for (String extreme : List.of("ArgMax", "ArgMin")) {
            for (long last : new long[] {0, 1}) {
                cases.add(of(
                        extreme + last,
                        new TestModel(13)
                                .input("x", "N", 4, 6, 5)
                                .node("Round", "r", List.of("x"))
                                .node(extreme, "i", List.of("r"), "axis", 2, "keepdims", 0, "select_last_index", last)
                                .node("Cast", "y", List.of("i"), "to", FLOAT)
                                .output("y"),
                        "x",
                        2,
                        4,
                        6,
                        5));
            }
        }
        for (long largest : new long[] {0, 1}) {
            cases.add(of(
                    "TopK" + largest,
                    new TestModel(13)
                            .input("x", "N", 4, 6)
                            .longs("k", 3)
                            .node("", "", "TopK", List.of("v", "i"), List.of("x", "k"), "largest", largest)
                            .node("Cast", "p", List.of("i"), "to", FLOAT)
                            .node("Add", "y", List.of("v", "p"))
                            .output("y"),
                    "x",
                    2,
                    4,
                    6));
        }
        cases.add(of(
                "three inputs",
                new TestModel(13)
                        .input("x", "N", 4)
                        .floats("c", random(4, 3), 4)
                        .node("Neg", "n", List.of("x"))
                        .node("Max", "a", List.of("x", "n", "c"))
                        .node("Min", "b", List.of("x", "n", "c"))
                        .node("Mean", "m", List.of("a", "b", "c"))
                        .node("Sum", "y", List.of("m", "a", "b"))
                        .output("y"),
                "x",
                3,
                4));
        cases.add(of(
                "Pow",
                new TestModel(13)
                        .input("x", "N", 4)
                        .floats("three", new float[] {3})
                        .node("Pow", "y", List.of("x", "three"))
                        .output("y"),
                "x",
                3,
                4));
        cases.add(of(
                "Where",
                new TestModel(16)
                        .input("x", "N", 4)
                        .floats("c", random(4, 4), 4)
                        .node("Greater", "t", List.of("x", "c"))
                        .node("Where", "y", List.of("t", "x", "c"))
                        .output("y"),
                "x",
                3,
                4));
        cases.add(of(
                "class token: Expand by the batch",
                new TestModel(13)
                        .input("x", "N", 3, 4)
                        .floats("token", random(4, 5), 1, 1, 4)
                        .longs("zero", 0)
                        .longs("rest", 1, 4)
                        .node("Shape", "s", List.of("x"))
                        .node("Gather", "n", List.of("s", "zero"))
                        .node("Concat", "sizes", List.of("n", "rest"), "axis", 0)
                        .node("Expand", "e", List.of("token", "sizes"))
                        .node("Concat", "y", List.of("e", "x"), "axis", 1)
                        .output("y"),
                "x",
                5,
                3,
                4));
        cases.add(of(
                "PyTorch's expand: Equal and Where on sizes",
                new TestModel(13)
                        .input("x", "N", 3, 4)
                        .floats("token", random(4, 5), 1, 1, 4)
                        .longs("zero", 0)
                        .longs("rest", -1, 4)
                        .longs("minus", -1)
                        .longs("three", 3)
                        .node("Shape", "s", List.of("x"))
                        .node("Gather", "n", List.of("s", "zero"))
                        .node("Concat", "sizes", List.of("n", "rest"), "axis", 0)
                        .node(
                                "ConstantOfShape",
                                "ones",
                                List.of("three"),
                                "value",
                                TestModel.longTensor("one", new long[] {1}, 1))
                        .node("Equal", "open", List.of("sizes", "minus"))
                        .node("Where", "target", List.of("open", "ones", "sizes"))
                        .node("Expand", "e", List.of("token", "target"))
                        .node("Concat", "y", List.of("e", "x"), "axis", 1)
                        .output("y"),
                "x",
                5,
                3,
                4));
        cases.add(of(
                "sizes as data",
                new TestModel(13)
                        .input("x", "N", 3, 4)
                        .node("Shape", "s", List.of("x"))
                        .node("Cast", "sizes", List.of("s"), "to", FLOAT)
                        .node("Size", "n", List.of("x"))
                        .node("Cast", "count", List.of("n"), "to", FLOAT)
                        .node("ReduceSum", "sum", List.of("x"), "keepdims", 0)
                        .node("Div", "mean", List.of("sum", "count"))
                        .node("Mul", "y", List.of("mean", "sizes"))
                        .output("y"),
                "x",
                5,
                3,
                4));
        cases.add(of(
                "filling by the batch",
                new TestModel(13)
                        .input("x", "N", 3)
                        .node("Shape", "s", List.of("x"))
                        .node(
                                "ConstantOfShape",
                                "c",
                                List.of("s"),
                                "value",
                                TestModel.floatTensor("v", new float[] {2.5f}, 1))
                        .node("Add", "y", List.of("x", "c"))
                        .output("y"),
                "x",
                4,
                3));
        cases.add(of(
                "Tile",
                new TestModel(13)
                        .input("x", "N", 3, 4)
                        .longs("repeats", 1, 2, 3)
                        .node("Tile", "y", List.of("x", "repeats"))
                        .output("y"),
                "x",
                2,
                3,
                4));
        cases.add(of(
                "an embedding: Gather by data",
                new TestModel(13)
                        .input("x", "N", 3)
                        .floats("table", random(40, 6), 10, 4)
                        .node("Abs", "a", List.of("x"))
                        .node("Cast", "i", List.of("a"), "to", INT64)
                        .node("Gather", "y", List.of("table", "i"))
                        .output("y"),
                "x",
                4,
                3));
        cases.add(of(
                "GatherElements",
                new TestModel(13)
                        .input("x", 2, 4)
                        .longs("two", 2)
                        .node("", "", "TopK", List.of("v", "i"), List.of("x", "two"))
                        .node("GatherElements", "y", List.of("x", "i"), "axis", 1)
                        .output("y"),
                "x",
                2,
                4));
        for (long group : new long[] {1, 2}) {
            cases.add(of(
                    "ConvTranspose in groups of " + group,
                    new TestModel(18)
                            .input("x", "N", 4, 5, 6)
                            .floats("w", random((int) (4 * 6 / group * 12), 7), 4, 6 / group, 3, 4)
                            .floats("b", random(6, 8), 6)
                            .node(
                                    "ConvTranspose",
                                    "y",
                                    List.of("x", "w", "b"),
                                    "group",
                                    group,
                                    "strides",
                                    new long[] {2, 1},
                                    "dilations",
                                    new long[] {1, 2},
                                    "pads",
                                    new long[] {1, 0, 2, 1},
                                    "output_padding",
                                    new long[] {1, 0})
                            .output("y"),
                    "x",
                    2,
                    4,
                    5,
                    6));
        }
        cases.add(of(
                "InstanceNormalization",
                new TestModel(18)
                        .input("x", "N", 4, 5)
                        .floats("s", random(4, 9), 4)
                        .floats("b", random(4, 10), 4)
                        .node("InstanceNormalization", "y", List.of("x", "s", "b"), "epsilon", 0.01f)
                        .output("y"),
                "x",
                2,
                4,
                5));
        for (int opset : new int[] {18, 21}) {
            int values = opset == 18 ? 2 : 4;
            cases.add(of(
                    "GroupNormalization-" + opset,
                    new TestModel(opset)
                            .input("x", "N", 4, 5)
                            .floats("s", random(values, 9), values)
                            .floats("b", random(values, 10), values)
                            .node("GroupNormalization", "y", List.of("x", "s", "b"), "num_groups", 2)
                            .output("y"),
                    "x",
                    2,
                    4,
                    5));
        }
        cases.add(one("DepthToSpace", 13, "blocksize", 2));
        cases.add(one("DepthToSpace", 13, "blocksize", 2, "mode", "CRD"));
        cases.add(of(
                "SpaceToDepth",
                new TestModel(13)
                        .input("x", "N", 3, 6, 4)
                        .node("SpaceToDepth", "y", List.of("x"), "blocksize", 2)
                        .output("y"),
                "x",
                2,
                3,
                6,
                4));
        for (String mode : List.of("nearest", "linear")) {
            cases.add(resize(10, 2, "mode", mode));
            cases.add(resize(18, 2, "mode", mode));
            cases.add(resize(18, 2, "mode", mode, "coordinate_transformation_mode", "asymmetric"));
            cases.add(resize(18, 3, "mode", mode, "coordinate_transformation_mode", "align_corners"));
            cases.add(resize(18, 0.6f, "mode", mode, "coordinate_transformation_mode", "pytorch_half_pixel"));
            cases.add(of(
                    "Upsample " + mode,
                    new TestModel(9)
                            .input("x", "N", 2, 3, 4)
                            .floats("scales", new float[] {1, 1, 2, 3}, 4)
                            .node("Upsample", "y", List.of("x", "scales"), "mode", mode)
                            .output("y"),
                    "x",
                    2,
                    2,
                    3,
                    4));
        }
        cases.add(of(
                "a region: Resize with tf_crop_and_resize",
                new TestModel(13)
                        .input("x", 1, 1, 6, 5)
                        .floats("roi", new float[] {0, 0, 0.2f, -0.3f, 1, 1, 0.9f, 1.1f}, 8)
                        .longs("sizes", 1, 1, 4, 7)
                        .node(
                                "Resize",
                                "y",
                                List.of("x", "roi", "", "sizes"),
                                "mode",
                                "linear",
                                "coordinate_transformation_mode",
                                "tf_crop_and_resize",
                                "extrapolation_value",
                                7.5f)
                        .output("y"),
                "x",
                1,
                1,
                6,
                5));
        cases.add(of(
                "Resize to the sizes of another tensor",
                new TestModel(18)
                        .input("x", "N", 2, 6, 5)
                        .longs("from", 0)
                        .longs("to", 2)
                        .longs("size", 12, 10)
                        .node("Shape", "s", List.of("x"))
                        .node("Slice", "first", List.of("s", "from", "to"))
                        .node("Concat", "sizes", List.of("first", "size"), "axis", 0)
                        .node("Resize", "y", List.of("x", "", "", "sizes"), "mode", "linear")
                        .output("y"),
                "x",
                2,
                2,
                6,
                5));
        for (long order : new long[] {0, 1}) {
            cases.add(of(
                    "places of maxima " + order,
                    new TestModel(12)
                            .input("x", "N", 3, 6, 5)
                            .node(
                                    "",
                                    "",
                                    "MaxPool",
                                    List.of("v", "i"),
                                    List.of("x"),
                                    "kernel_shape",
                                    new long[] {2, 2},
                                    "strides",
                                    new long[] {2, 1},
                                    "storage_order",
                                    order)
                            .node("Cast", "p", List.of("i"), "to", FLOAT)
                            .node("Add", "y", List.of("p", "v"))
                            .output("y"),
                    "x",
                    2,
                    3,
                    6,
                    5));
        }
        cases.add(of(
                "dynamic quantization",
                new TestModel(13)
                        .input("x", "N", 7)
                        .tensor(bytes("w", INT8, 7 * 5, 11, 7, 5))
                        .tensor(zero("w_zero", INT8, 3))
                        .floats("w_scale", new float[] {0.01f})
                        .node("", "", "DynamicQuantizeLinear", List.of("q", "s", "z"), List.of("x"))
                        .node("MatMulInteger", "i", List.of("q", "w", "z", "w_zero"))
                        .node("Cast", "f", List.of("i"), "to", FLOAT)
                        .node("Mul", "both", List.of("s", "w_scale"))
                        .node("Mul", "y", List.of("f", "both"))
                        .output("y"),
                "x",
                3,
                7));
        cases.add(of(
                "ConvInteger",
                new TestModel(13)
                        .input("x", "N", 4, 6, 5)
                        .tensor(bytes("w", UINT8, 3 * 4 * 9, 12, 3, 4, 3, 3))
                        .tensor(zero("w_zero", UINT8, 120))
                        .node("", "", "DynamicQuantizeLinear", List.of("q", "s", "z"), List.of("x"))
                        .node("ConvInteger", "i", List.of("q", "w", "z", "w_zero"), "pads", new long[] {1, 0, 1, 2})
                        .node("Cast", "f", List.of("i"), "to", FLOAT)
                        .node("Mul", "y", List.of("f", "s"))
                        .output("y"),
                "x",
                2,
                4,
                6,
                5));
        List<String> end = List.of("y_scale", "y_zero");
        cases.add(integers(
                "",
                "QLinearConv",
                join(
                        List.of("x_q", "x_scale", "x_zero", "w", "w_scale", "w_zero"),
                        List.of("y_scale", "y_zero", "bias")),
                "pads",
                new long[] {1, 1, 1, 1}));
        cases.add(integers(
                "", "QLinearMatMul", join(List.of("x_q", "x_scale", "x_zero", "m", "m_scale", "m_zero"), end)));
        for (String pair : List.of("QLinearAdd", "QLinearMul")) {
            cases.add(integers(
                    MICROSOFT, pair, join(List.of("x_q", "x_scale", "x_zero", "z_q", "z_scale", "z_zero"), end)));
        }
        cases.add(integers(
                MICROSOFT,
                "QLinearGlobalAveragePool",
                join(List.of("x_q", "x_scale", "x_zero"), end),
                "channels_last",
                0));
        cases.add(integers(
                MICROSOFT,
                "QLinearAveragePool",
                join(List.of("x_q", "x_scale", "x_zero"), end),
                "kernel_shape",
                new long[] {2, 2}));
        cases.add(
                integers(MICROSOFT, "QLinearLeakyRelu", join(List.of("x_q", "x_scale", "x_zero"), end), "alpha", 0.1f));
        cases.add(integers(
                MICROSOFT,
                "QLinearConcat",
                join(end, List.of("x_q", "x_scale", "x_zero", "z_q", "z_scale", "z_zero")),
                "axis",
                1));
        cases.add(of(
                "blocks of weights",
                new TestModel(21)
                        .input("x", "N", 6)
                        .tensor(bytes("w", INT8, 6 * 3, 13, 6, 3))
                        .floats("s", random(2 * 3, 14), 2, 3)
                        .node("DequantizeLinear", "d", List.of("w", "s"), "axis", 0, "block_size", 4)
                        .node("MatMul", "y", List.of("x", "d"))
                        .output("y"),
                "x",
                3,
                6));
        cases.add(of(
                "truth from data",
                new TestModel(18)
                        .input("x", "N", 4)
                        .node("Cast", "t", List.of("x"), "to", BOOL)
                        .node("Not", "n", List.of("t"))
                        .node("Cast", "y", List.of("n"), "to", FLOAT)
                        .output("y"),
                "x",
                3,
                4));
        return cases.stream();
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void engineAndOnnxRuntimeAgree(Case given) throws Exception {
        byte[] file = given.model().bytes();
        Map<String, FloatTensor> inputs = new LinkedHashMap<>();
        given.inputs().forEach((name, sizes) -> {
            int count = 1;
            for (long size : sizes) {
                count *= (int) size;
            }
            inputs.put(name, new FloatTensor(random(count, name.hashCode()), sizes));
        });
        float[] expected = onnxRuntime("given.onnx", file, inputs);
        Graph graph = new OnnxReader(operators).read(file, given.name());
        try (Network network = Network.of(graph, operators, engine)) {
            compare("the engine", given, network.run(inputs).get("y").values(), expected);
        }
        Path written = folder.resolve("written.onnx");
        OnnxWriter.write(graph, written);
        float[] again = onnxRuntime("written.onnx", Files.readAllBytes(written), inputs);
        compare("the file written again", given, again, expected);
    }

    private static void compare(String what, Case given, float[] actual, float[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        int apart = 0;
        for (int i = 0; i < expected.length; i++) {
            float difference = Math.abs(actual[i] - expected[i]);
            float tolerance = TOLERANCE * (1 + Math.abs(expected[i]));
            apart += difference <= tolerance ? 0 : 1;
            assertThat(difference <= tolerance + given.step())
                    .as("%s: %s, element %d: expected %s, but came %s", given, what, i, expected[i], actual[i])
                    .isTrue();
        }
        assertThat((double) apart / expected.length)
                .as("share of results one step apart")
                .isLessThanOrEqualTo(SHARE_OF_TIES);
    }

    private float[] onnxRuntime(String name, byte[] bytes, Map<String, FloatTensor> inputs) throws Exception {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        Map<String, TensorValue> values = new LinkedHashMap<>();
        inputs.forEach((input, tensor) -> values.put(input, TensorValue.floats(tensor.values(), tensor.sizes())));
        try (OnnxSession session = OnnxSession.open(file, SessionSettings.unoptimised(1))) {
            return session.run(values).get("y").toFloats();
        }
    }
}
