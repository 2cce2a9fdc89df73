package org.bitscale.deploy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX files of a few nodes, built with the protobuf classes. */
final class TinyModels {
    static final int FLOAT = ElementType.FLOAT.onnxNumber();
    static final int UINT8 = ElementType.UINT8.onnxNumber();

    private TinyModels() {}

    /** {@code sum = x + y} over two inputs of one type; −1 is a free dimension. */
    static Path add(Path file, ElementType type, long... shape) throws IOException {
        return save(
                file,
                GraphProto.newBuilder()
                        .addNode(node("Add", List.of("x", "y"), "sum"))
                        .addInput(value("x", type.onnxNumber(), shape))
                        .addInput(value("y", type.onnxNumber(), shape))
                        .addOutput(value("sum", type.onnxNumber(), shape)));
    }

    /** {@code y = dequantize(clip(quantize(x, 0.5, 10), 0, 15))} over {@code [N, 4]}: 4 bits held in uint8. */
    static Path fourBits(Path file, long batch) throws IOException {
        return save(
                file,
                GraphProto.newBuilder()
                        .addNode(node("QuantizeLinear", List.of("x", "scale", "zero"), "codes"))
                        .addNode(node("Clip", List.of("codes", "low", "high"), "clipped"))
                        .addNode(node("DequantizeLinear", List.of("clipped", "scale", "zero"), "y"))
                        .addInput(value("x", FLOAT, batch, 4))
                        .addOutput(value("y", FLOAT, batch, 4))
                        .addInitializer(floats("scale", 0.5f))
                        .addInitializer(uint8("zero", 10))
                        .addInitializer(uint8("low", 0))
                        .addInitializer(uint8("high", 15)));
    }

    /** {@code y = x + w} with w = 1, 2, 3 in the file {@code dataName} beside the model. */
    static Path externalWeights(Path file, String dataName) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(1).putFloat(2).putFloat(3);
        Files.write(file.resolveSibling(dataName), bytes.array());
        return externalWeightsModelOnly(file, dataName);
    }

    static Path externalWeightsModelOnly(Path file, String location) throws IOException {
        TensorProto weights = TensorProto.newBuilder()
                .setName("w")
                .setDataType(FLOAT)
                .addDims(3)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("length", "12"))
                .build();
        return save(
                file,
                GraphProto.newBuilder()
                        .addNode(node("Add", List.of("x", "w"), "sum"))
                        .addNode(node("Identity", List.of("sum"), "y"))
                        .addInput(value("x", FLOAT, 3))
                        .addOutput(value("y", FLOAT, 3))
                        .addInitializer(weights));
    }

    /** A model of an operator that does not exist. */
    static Path unknownOperator(Path file) throws IOException {
        return save(
                file,
                GraphProto.newBuilder()
                        .addNode(node("Frobnicate", List.of("x"), "y"))
                        .addInput(value("x", FLOAT, 1))
                        .addOutput(value("y", FLOAT, 1)));
    }

    /** {@code y = cast(x)} from FLOAT to another type, of one element. */
    static Path cast(Path file, int elementType) throws IOException {
        NodeProto cast = node("Cast", List.of("x"), "y").toBuilder()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(elementType))
                .build();
        return save(
                file,
                GraphProto.newBuilder()
                        .addNode(cast)
                        .addInput(value("x", FLOAT, 3))
                        .addOutput(value("y", elementType, 3)));
    }

    private static Path save(Path file, GraphProto.Builder graph) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph.setName("tiny"))
                .build();
        Files.write(file, model.toByteArray());
        return file;
    }

    private static NodeProto node(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder()
                .setName(operator + "_" + output)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output)
                .build();
    }

    private static ValueInfoProto value(String name, int elementType, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long dimension : shape) {
            dimensions.addDim(
                    dimension < 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("N")
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(elementType)
                                .setShape(dimensions)))
                .build();
    }

    private static TensorProto floats(String name, float value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(FLOAT)
                .addFloatData(value)
                .build();
    }

    private static TensorProto uint8(String name, int value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(UINT8)
                .setRawData(ByteString.copyFrom(new byte[] {(byte) value}))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
