package org.bitscale.graph.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.bitscale.graph.op.OperatorTable;

/** Turns ONNX files into ones that protobuf likes and that make no sense. */
public final class ModelDamage {

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
            -1L,
            0L,
            1L,
            2L,
            3L,
            5L,
            -2L,
            -7L,
            64L,
            4096L,
            1L << 24,
            1L << 27,
            1L << 31,
            1L << 40,
            1L << 62,
            Long.MAX_VALUE,
            Long.MIN_VALUE);

    private static final List<String> TEXTS = List.of(
            "",
            "x",
            "NOTSET",
            "SAME_LOWER",
            "VALID",
            "reflect",
            "cubic",
            "two\nlines",
            "-1",
            "N",
            "../outside",
            "/absolute",
            "scale=255;mean=1,2;std=0",
            "long".repeat(300));

    private static final int MOST_CHANGES = 3;

    private final IntUnaryOperator choice;
    private final List<String> operators = OperatorTable.standard().types();

    /** @param choice gives a number from 0 to below the one it is given */
    public ModelDamage(IntUnaryOperator choice) {
        this.choice = choice;
    }

    /** Makes a few changes, at least one. */
    public void some(OnnxMl.ModelProto.Builder model) {
        for (int left = below(MOST_CHANGES) + 1; left > 0; left--) {
            change(model);
        }
    }

    private void change(OnnxMl.ModelProto.Builder model) {
        OnnxMl.GraphProto.Builder graph = model.getGraphBuilder();
        if (graph.getNodeCount() == 0) {
            return;
        }
        OnnxMl.NodeProto.Builder node = graph.getNodeBuilder(below(graph.getNodeCount()));
        switch (below(16)) {
            case 0 -> operator(node);
            case 1 ->
                node.addAttribute(attribute()
                        .setType(OnnxMl.AttributeProto.AttributeType.INT)
                        .setI(number()));
            case 2 -> {
                OnnxMl.AttributeProto.Builder list = attribute().setType(OnnxMl.AttributeProto.AttributeType.INTS);
                for (int i = below(5); i > 0; i--) {
                    list.addInts(number());
                }
                node.addAttribute(list);
            }
            case 3 -> {
                if (node.getInputCount() > 0) {
                    node.setInput(below(node.getInputCount()), tensor(graph));
                }
            }
            case 4 -> node.addInput(tensor(graph));
            case 5 -> inputSize(graph);
            case 6, 7 -> integerConstant(graph);
            case 8 -> remove(node);
            case 9 -> newNode(graph);
            case 10 -> otherAttribute(node);
            case 11 -> constantHeader(graph);
            case 12 -> external(graph);
            case 13 -> names(graph, node);
            case 14 -> wholeFile(model);
            default -> graph.addNode(node.build());
        }
    }

    private void operator(OnnxMl.NodeProto.Builder node) {
        String type = pick(operators);
        node.setDomain(type.substring(0, Math.max(0, type.lastIndexOf('.'))))
                .setOpType(type.substring(type.lastIndexOf('.') + 1));
    }

    private OnnxMl.AttributeProto.Builder attribute() {
        return OnnxMl.AttributeProto.newBuilder().setName(pick(ATTRIBUTES));
    }

    private void otherAttribute(OnnxMl.NodeProto.Builder node) {
        OnnxMl.AttributeProto.Builder attribute = attribute();
        switch (below(5)) {
            case 0 ->
                attribute.setType(OnnxMl.AttributeProto.AttributeType.FLOAT).setF(number());
            case 1 ->
                attribute
                        .setType(OnnxMl.AttributeProto.AttributeType.STRING)
                        .setS(ByteString.copyFromUtf8(pick(TEXTS)));
            case 2 ->
                attribute
                        .setType(OnnxMl.AttributeProto.AttributeType.TENSOR)
                        .setT(TestModel.longTensor("", new long[] {number()}, 1));
            case 3 ->
                attribute
                        .setType(OnnxMl.AttributeProto.AttributeType.GRAPH)
                        .setG(OnnxMl.GraphProto.newBuilder().addNode(node.build()));
            default ->
                attribute
                        .setType(OnnxMl.AttributeProto.AttributeType.FLOATS)
                        .addFloats(number())
                        .addFloats(Float.NaN);
        }
        node.addAttribute(attribute);
    }

    private void inputSize(OnnxMl.GraphProto.Builder graph) {
        if (graph.getInputCount() > 0) {
            OnnxMl.TensorShapeProto.Builder shape = graph.getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder();
            switch (below(4)) {
                case 0 -> shape.addDimBuilder().setDimValue(number());
                case 1 -> shape.addDimBuilder().setDimParam(pick(TEXTS));
                default -> {
                    if (shape.getDimCount() > 0) {
                        shape.getDimBuilder(below(shape.getDimCount())).setDimValue(number());
                    }
                }
            }
        }
    }

    private void integerConstant(OnnxMl.GraphProto.Builder graph) {
        int count = below(4);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = number();
        }
        if (graph.getInitializerCount() > 0) {
            OnnxMl.TensorProto.Builder tensor = graph.getInitializerBuilder(below(graph.getInitializerCount()));
            boolean scalar = count == 1 && below(2) == 0;
            OnnxMl.TensorProto made = scalar
                    ? TestModel.longTensor(tensor.getName(), values)
                    : TestModel.longTensor(tensor.getName(), values, count);
            tensor.clear().mergeFrom(made);
        }
    }

    private void remove(OnnxMl.NodeProto.Builder node) {
        if (below(2) == 0 && node.getAttributeCount() > 0) {
            node.removeAttribute(below(node.getAttributeCount()));
        } else if (node.getInputCount() > 0) {
            node.setInput(below(node.getInputCount()), "");
        }
    }

    /** A node in front that makes what another one reads, so that it takes part. */
    private void newNode(OnnxMl.GraphProto.Builder graph) {
        OnnxMl.NodeProto.Builder reader = graph.getNodeBuilder(below(graph.getNodeCount()));
        OnnxMl.NodeProto.Builder made = OnnxMl.NodeProto.newBuilder();
        operator(made);
        for (int i = below(4); i > 0; i--) {
            made.addInput(tensor(graph));
        }
        if (reader.getInputCount() > 0) {
            int place = below(reader.getInputCount());
            made.addInput(reader.getInput(place)).addOutput("made" + graph.getNodeCount());
            reader.setInput(place, made.getOutput(0));
        } else {
            made.addOutput("made");
        }
        graph.addNode(below(graph.getNodeCount()), made);
    }

    private void constantHeader(OnnxMl.GraphProto.Builder graph) {
        if (graph.getInitializerCount() > 0) {
            OnnxMl.TensorProto.Builder tensor = graph.getInitializerBuilder(below(graph.getInitializerCount()));
            switch (below(4)) {
                case 0 -> tensor.setDataType(below(30));
                case 1 -> tensor.addDims(number());
                case 2 -> {
                    if (tensor.getDimsCount() > 0) {
                        tensor.setDims(below(tensor.getDimsCount()), number());
                    }
                }
                default -> tensor.clearRawData().addFloatData(1).addInt32Data(below(1 << 20));
            }
        }
    }

    private void external(OnnxMl.GraphProto.Builder graph) {
        if (graph.getInitializerCount() > 0) {
            OnnxMl.TensorProto.Builder tensor = graph.getInitializerBuilder(below(graph.getInitializerCount()));
            tensor.clearRawData().setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL);
            entry(tensor, "location", below(2) == 0 ? "weights.bin" : pick(TEXTS));
            if (below(2) == 0) {
                entry(tensor, "offset", Long.toString(number()));
            }
            if (below(2) == 0) {
                entry(tensor, "length", below(4) == 0 ? pick(TEXTS) : Long.toString(number()));
            }
        }
    }

    private static void entry(OnnxMl.TensorProto.Builder tensor, String key, String value) {
        tensor.addExternalData(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value));
    }

    private void names(OnnxMl.GraphProto.Builder graph, OnnxMl.NodeProto.Builder node) {
        switch (below(4)) {
            case 0 -> node.setName(pick(TEXTS));
            case 1 -> {
                if (node.getOutputCount() > 0) {
                    node.setOutput(below(node.getOutputCount()), below(2) == 0 ? tensor(graph) : pick(TEXTS));
                }
            }
            case 2 -> node.addOutput(below(2) == 0 ? tensor(graph) : pick(TEXTS));
            default -> {
                if (graph.getOutputCount() > 0) {
                    graph.getOutputBuilder(0).setName(tensor(graph));
                }
            }
        }
    }

    private void wholeFile(OnnxMl.ModelProto.Builder model) {
        switch (below(5)) {
            case 0 -> model.addFunctions(OnnxMl.FunctionProto.newBuilder().setName(pick(TEXTS)));
            case 1 -> model.addOpsetImportBuilder().setVersion(below(40));
            case 2 -> model.getGraphBuilder().addSparseInitializerBuilder();
            case 3 ->
                model.addMetadataPropsBuilder().setKey("bitscale.input_scaling").setValue(pick(TEXTS));
            default -> model.getGraphBuilder().setName(pick(TEXTS));
        }
    }

    private String tensor(OnnxMl.GraphProto.Builder graph) {
        if (graph.getInitializerCount() > 0 && below(2) == 0) {
            return graph.getInitializer(below(graph.getInitializerCount())).getName();
        }
        OnnxMl.NodeProto.Builder node = graph.getNodeBuilder(below(graph.getNodeCount()));
        return node.getOutputCount() > 0 ? node.getOutput(0) : "";
    }

    private long number() {
        return pick(NUMBERS);
    }

    private int below(int bound) {
        return choice.applyAsInt(bound);
    }

    private <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }
}
