package org.bitscale.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bitscale.BadInputException;
import org.bitscale.engine.OperatorsAgainstOnnxRuntimeTest;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.op.TorchText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, the reader gives a graph or one clear line. */
class DamagedFilesTest {

    private static final int FLIPS = 3000;

    private static final List<String> ATTRIBUTES = List.of(
            "axis",
            "axes",
            "pads",
            "strides",
            "dilations",
            "kernel_shape",
            "group",
            "perm",
            "split",
            "keepdims",
            "to",
            "starts",
            "ends",
            "size",
            "ceil_mode",
            "count_include_pad",
            "allowzero",
            "num_outputs",
            "transA",
            "transB",
            "start",
            "end",
            "output_dtype",
            "value",
            "alpha",
            "epsilon",
            "mode",
            "auto_pad",
            "spatial",
            "shape",
            "antialias",
            "block_size",
            "blocksize",
            "k",
            "keep_aspect_ratio_policy",
            "largest",
            "noop_with_empty_axes",
            "num_groups",
            "output_padding",
            "output_shape",
            "select_last_index",
            "storage_order",
            "training_mode");

    private static final List<Long> NUMBERS = List.of(
            -1L, 0L, 1L, 2L, 3L, 5L, -2L, -7L, 64L, 1L << 31, 1L << 40, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE);

    enum Model {
        CONVOLUTIONAL,
        BRANCHING,
        PERCEPTRON;

        byte[] bytes() {
            return switch (this) {
                case CONVOLUTIONAL -> SmallNetworks.convolutional().bytes();
                case BRANCHING -> SmallNetworks.branching().bytes();
                case PERCEPTRON -> SmallNetworks.perceptron().bytes();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutOffAnywhere(Model model) {
        byte[] bytes = model.bytes();
        assertThat(read(bytes, "whole")).isTrue();
        for (int length = 0; length < bytes.length; length++) {
            read(Arrays.copyOf(bytes, length), "cut off after " + length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void flippedBytes(Model model) {
        byte[] bytes = model.bytes();
        Random random = new Random(20240501);
        int graphs = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = bytes.clone();
            StringBuilder what = new StringBuilder("seed 20240501, flip " + i + ":");
            for (int k = random.nextInt(3); k >= 0; k--) {
                int place = random.nextInt(damaged.length);
                damaged[place] =
                        (byte) (random.nextBoolean() ? damaged[place] ^ 1 << random.nextInt(8) : random.nextInt());
                what.append(" byte ").append(place).append(" = ").append(damaged[place]);
            }
            graphs += read(damaged, what.toString()) ? 1 : 0;
        }
        // Most of the file is weights, which may be anything.
        assertThat(graphs).as("files that still hold a graph").isBetween(FLIPS / 20, FLIPS - FLIPS / 20);
    }

    /** Files that protobuf likes and that make no sense: other operators, attributes, sizes, connections. */
    @ParameterizedTest
    @EnumSource
    void nonsense(Model model) throws InvalidProtocolBufferException {
        OnnxMl.ModelProto whole = OnnxMl.ModelProto.parseFrom(model.bytes());
        Random random = new Random(77);
        int graphs = 0;
        for (int i = 0; i < FLIPS; i++) {
            OnnxMl.ModelProto.Builder changed = whole.toBuilder();
            for (int k = random.nextInt(3); k >= 0; k--) {
                change(changed, random);
            }
            graphs += read(changed.build().toByteArray(), "seed 77, change " + i + "\n" + changed.getGraph()) ? 1 : 0;
        }
        assertThat(graphs).as("files that still hold a graph").isBetween(FLIPS / 20, FLIPS - FLIPS / 20);
    }

    /** The same for every operator, in the small models that its results are checked with. */
    @ParameterizedTest
    @MethodSource("org.bitscale.engine.OperatorsAgainstOnnxRuntimeTest#cases")
    void nonsenseAroundEachOperator(OperatorsAgainstOnnxRuntimeTest.Case operator)
            throws InvalidProtocolBufferException {
        OnnxMl.ModelProto whole = OnnxMl.ModelProto.parseFrom(operator.model().bytes());
        Random random = new Random(operator.name().hashCode());
        for (int i = 0; i < FLIPS / 20; i++) {
            OnnxMl.ModelProto.Builder changed = whole.toBuilder();
            for (int k = random.nextInt(3); k >= 0; k--) {
                change(changed, random);
            }
            read(changed.build().toByteArray(), operator + ", change " + i + "\n" + changed.getGraph());
        }
    }

    private static void change(OnnxMl.ModelProto.Builder model, Random random) {
        OnnxMl.GraphProto.Builder graph = model.getGraphBuilder();
        OnnxMl.NodeProto.Builder node = graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
        switch (random.nextInt(8)) {
            case 0 -> {
                String type = pick(OperatorTable.standard().types(), random);
                node.setDomain(type.substring(0, Math.max(0, type.lastIndexOf('.'))))
                        .setOpType(type.substring(type.lastIndexOf('.') + 1));
            }
            case 1 ->
                node.addAttribute(OnnxMl.AttributeProto.newBuilder()
                        .setName(pick(ATTRIBUTES, random))
                        .setType(OnnxMl.AttributeProto.AttributeType.INT)
                        .setI(pick(NUMBERS, random)));
            case 2 -> {
                OnnxMl.AttributeProto.Builder list = node.addAttributeBuilder()
                        .setName(pick(ATTRIBUTES, random))
                        .setType(OnnxMl.AttributeProto.AttributeType.INTS);
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.addInts(pick(NUMBERS, random));
                }
            }
            case 3 -> {
                if (node.getInputCount() > 0) {
                    node.setInput(random.nextInt(node.getInputCount()), tensor(graph, random));
                }
            }
            case 4 -> node.addInput(tensor(graph, random));
            case 5 -> {
                OnnxMl.TensorShapeProto.Builder shape = graph.getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder();
                shape.getDimBuilder(random.nextInt(shape.getDimCount())).setDimValue(pick(NUMBERS, random));
            }
            case 6 -> {
                int count = random.nextInt(4);
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = pick(NUMBERS, random);
                }
                if (graph.getInitializerCount() == 0) {
                    return;
                }
                OnnxMl.TensorProto.Builder tensor =
                        graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
                boolean scalar = count == 1 && random.nextBoolean();
                OnnxMl.TensorProto made = scalar
                        ? TestModel.longTensor(tensor.getName(), values)
                        : TestModel.longTensor(tensor.getName(), values, count);
                tensor.clear().mergeFrom(made);
            }
            default -> {
                if (random.nextBoolean() && node.getAttributeCount() > 0) {
                    node.removeAttribute(random.nextInt(node.getAttributeCount()));
                } else if (node.getInputCount() > 0) {
                    node.setInput(random.nextInt(node.getInputCount()), "");
                }
            }
        }
    }

    private static String tensor(OnnxMl.GraphProto.Builder graph, Random random) {
        if (graph.getInitializerCount() > 0 && random.nextBoolean()) {
            return graph.getInitializer(random.nextInt(graph.getInitializerCount()))
                    .getName();
        }
        return graph.getNode(random.nextInt(graph.getNodeCount())).getOutput(0);
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** Whether the bytes hold a graph; fails if they lead to anything but a graph or a message. */
    private static boolean read(byte[] bytes, String what) {
        OperatorTable operators = OperatorTable.standard();
        try {
            Graph graph = new OnnxReader(operators).read(bytes, "damaged.onnx");
            written(graph, operators);
            return true;
        } catch (BadInputException e) {
            assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("\n", "null");
            return false;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return fail(what, e);
        }
    }

    /** Writes each node as the engine's program, which must work or say why not. */
    private static void written(Graph graph, OperatorTable operators) {
        Facts facts = ShapeInference.of(graph, operators);
        for (Node node : graph.nodes()) {
            TorchText text = new TorchText() {
                @Override
                public String in(int index) {
                    return "v" + index;
                }

                @Override
                public String optional(int index) {
                    return node.hasInput(index) ? in(index) : "None";
                }

                @Override
                public Facts facts() {
                    return facts;
                }

                @Override
                public String let(String expression) {
                    return expression;
                }

                @Override
                public String size(Dim dim) {
                    return dim.toString();
                }
            };
            assertThat(operators.of(node).torch(node, text))
                    .as(node.describe())
                    .hasSizeGreaterThanOrEqualTo(node.outputs().size());
        }
    }
}
