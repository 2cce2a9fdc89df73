package org.bitscale.graph.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.OperatorTable;

/** An ONNX file written by hand, field by field, for tests of what reads it. */
public final class TestModel {

    private final OnnxMl.ModelProto.Builder model =
            OnnxMl.ModelProto.newBuilder().setIrVersion(8).setProducerName("test");
    private final OnnxMl.GraphProto.Builder graph =
            OnnxMl.GraphProto.newBuilder().setName("test");

    /** A file of this opset. */
    public TestModel(int opset) {
        model.addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(opset));
    }

    /** A float input; sizes are integers, or texts for symbols. */
    public TestModel input(String name, Object... sizes) {
        return inputOf(1, name, sizes);
    }

    /** An input of an element type given by its ONNX number. */
    public TestModel inputOf(int type, String name, Object... sizes) {
        graph.addInput(value(type, name, sizes));
        return this;
    }

    /** A float output of undeclared shape. */
    public TestModel output(String name) {
        graph.addOutput(OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(1))));
        return this;
    }

    private static OnnxMl.ValueInfoProto value(int type, String name, Object... sizes) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
        for (Object size : sizes) {
            shape.addDim(
                    size instanceof Integer number
                            ? OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(number)
                            : OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam((String) size));
        }
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(type)
                                .setShape(shape)))
                .build();
    }

    /** A float constant, as raw data. */
    public TestModel floats(String name, float[] values, long... sizes) {
        return tensor(floatTensor(name, values, sizes));
    }

    /** An int64 constant of one dimension, as raw data. */
    public TestModel longs(String name, long... values) {
        return tensor(longTensor(name, values, values.length));
    }

    /** A constant as a message. */
    public TestModel tensor(OnnxMl.TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    /** A float tensor as raw data. */
    public static OnnxMl.TensorProto floatTensor(String name, float[] values, long... sizes) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return header(name, 1, sizes).setRawData(ByteString.copyFrom(raw)).build();
    }

    /** An int64 tensor as raw data. */
    public static OnnxMl.TensorProto longTensor(String name, long[] values, long... sizes) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return header(name, 7, sizes).setRawData(ByteString.copyFrom(raw)).build();
    }

    /** A tensor without data. */
    public static OnnxMl.TensorProto.Builder header(String name, int type, long... sizes) {
        OnnxMl.TensorProto.Builder tensor =
                OnnxMl.TensorProto.newBuilder().setName(name).setDataType(type);
        for (long size : sizes) {
            tensor.addDims(size);
        }
        return tensor;
    }

    /** A node without a name; attributes are alternating names and values. */
    public TestModel node(String operator, String output, List<String> inputs, Object... attributes) {
        return node("", "", operator, List.of(output), inputs, attributes);
    }

    /** A node. */
    public TestModel node(
            String name,
            String domain,
            String operator,
            List<String> outputs,
            List<String> inputs,
            Object... attributes) {
        OnnxMl.NodeProto.Builder node = OnnxMl.NodeProto.newBuilder()
                .setName(name)
                .setDomain(domain)
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllOutput(outputs);
        for (int i = 0; i < attributes.length; i += 2) {
            node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
        }
        graph.addNode(node);
        return this;
    }

    private static OnnxMl.AttributeProto attribute(String name, Object value) {
        OnnxMl.AttributeProto.Builder attribute =
                OnnxMl.AttributeProto.newBuilder().setName(name);
        if (value instanceof Number number && !(value instanceof Float)) {
            attribute.setType(OnnxMl.AttributeProto.AttributeType.INT).setI(number.longValue());
        } else if (value instanceof Float real) {
            attribute.setType(OnnxMl.AttributeProto.AttributeType.FLOAT).setF(real);
        } else if (value instanceof String text) {
            attribute.setType(OnnxMl.AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
        } else if (value instanceof long[] longs) {
            attribute.setType(OnnxMl.AttributeProto.AttributeType.INTS);
            for (long v : longs) {
                attribute.addInts(v);
            }
        } else if (value instanceof float[] floats) {
            attribute.setType(OnnxMl.AttributeProto.AttributeType.FLOATS);
            for (float v : floats) {
                attribute.addFloats(v);
            }
        } else if (value instanceof OnnxMl.TensorProto tensor) {
            attribute.setType(OnnxMl.AttributeProto.AttributeType.TENSOR).setT(tensor);
        } else {
            throw new IllegalArgumentException("attribute " + name + " of " + value.getClass());
        }
        return attribute.build();
    }

    /** Uses the operators of another domain too. */
    public TestModel domain(String domain, int version) {
        model.addOpsetImport(
                OnnxMl.OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
        return this;
    }

    /** Adds a key–value pair of metadata. */
    public TestModel metadata(String key, String value) {
        model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value));
        return this;
    }

    /** The file's message. */
    public OnnxMl.ModelProto proto() {
        return model.setGraph(graph).build();
    }

    /** The file. */
    public byte[] bytes() {
        return proto().toByteArray();
    }

    /** The graph that the reader makes of it. */
    public Graph read() {
        return new OnnxReader(OperatorTable.standard()).read(bytes(), "test.onnx");
    }
}
