package org.bitscale.graph.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.ValueInfo;

/** Writes graphs as ONNX files of opset {@value Graph#OPSET}, tensors as raw data. */
public final class OnnxWriter {

    /** IR version that goes with opset {@value Graph#OPSET}. */
    private static final int IR_VERSION = 10;

    /** A protobuf message holds at most 2 GiB: above this many bytes of constants they go to a file beside it. */
    private static final long LARGEST_INLINE = 1L << 30;

    /** Smaller constants stay in the model even if the large ones go beside it. */
    private static final int SMALLEST_EXTERNAL = 1024;

    private OnnxWriter() {}

    /**
     * Writes a file; an existing one is replaced only once the new one is complete. Constants go to {@code NAME.data}
     * beside it when they are too large for one message.
     *
     * @throws BadInputException if the place cannot be written
     */
    public static void write(Graph graph, Path file) {
        long bytes = graph.constants().values().stream()
                .mapToLong(t -> t.raw().remaining())
                .sum();
        write(graph, file, bytes > LARGEST_INLINE);
    }

    /** As {@link #write(Graph, Path)}, with constants of 1 KiB and more in {@code NAME.data} if {@code external}. */
    public static void write(Graph graph, Path file, boolean external) {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        Path temporary = null;
        Path temporaryData = null;
        try {
            Files.createDirectories(folder);
            temporary = folder.resolve("." + target.getFileName() + ".part");
            Path data = folder.resolve(target.getFileName() + ".data");
            if (external) {
                temporaryData = folder.resolve("." + target.getFileName() + ".data.part");
            }
            OnnxMl.ModelProto model =
                    model(graph, temporaryData, data.getFileName().toString());
            try (OutputStream stream = Files.newOutputStream(temporary)) {
                model.writeTo(stream);
            }
            if (external) {
                move(temporaryData, data);
            }
            move(temporary, target);
        } catch (IOException e) {
            throw new BadInputException(
                    "'%s' cannot be written: %s; choose another place".formatted(file, reason(e)), e);
        } finally {
            delete(temporary);
            delete(temporaryData);
        }
    }

    /**
     * Finds out whether a file could be written, before work is spent on it; nothing is created.
     *
     * @throws BadInputException if not
     */
    public static void requireWritable(Path file) {
        Path target = file.toAbsolutePath().normalize();
        Path folder = target.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        boolean writable =
                folder != null && Files.isDirectory(folder) && Files.isWritable(folder) && !Files.isDirectory(target);
        if (!writable) {
            throw new BadInputException("'%s' cannot be written: %s; choose another place"
                    .formatted(file, Files.isDirectory(target) ? "it is a folder" : "its folder is not writable"));
        }
    }

    /** The file as bytes, constants inside. */
    public static byte[] bytes(Graph graph) {
        try {
            return model(graph, null, "").toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written to disk here", e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path temporary) {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "The temporary file '%s' cannot be removed: %s".formatted(temporary, e.getMessage()), e);
        }
    }

    private static OnnxMl.ModelProto model(Graph graph, Path dataFile, String dataName) throws IOException {
        OnnxMl.GraphProto.Builder proto = OnnxMl.GraphProto.newBuilder().setName(graph.name());
        graph.inputs().forEach(input -> proto.addInput(value(input)));
        graph.outputs().forEach(output -> proto.addOutput(value(output)));
        graph.nodes().forEach(node -> proto.addNode(node(node)));
        try (FileChannel data = dataFile == null
                ? null
                : FileChannel.open(
                        dataFile,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (Map.Entry<String, Tensor> constant : graph.constants().entrySet()) {
                proto.addInitializer(tensor(constant.getKey(), constant.getValue(), data, dataName));
            }
        }
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("Bitscale")
                .setGraph(proto)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(Graph.OPSET));
        graph.nodes().stream()
                .map(Node::domain)
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .forEach(domain -> model.addOpsetImport(
                        OnnxMl.OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(1)));
        graph.metadata()
                .forEach((key, value) -> model.addMetadataProps(
                        OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    private static OnnxMl.ValueInfoProto value(ValueInfo info) {
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(info.name())
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(info.type().type().onnx())
                                .setShape(shape(info.type().shape()))))
                .build();
    }

    private static OnnxMl.TensorShapeProto shape(Shape shape) {
        OnnxMl.TensorShapeProto.Builder proto = OnnxMl.TensorShapeProto.newBuilder();
        for (Dim dim : shape.dims()) {
            proto.addDim(
                    dim.isKnown()
                            ? OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(dim.size())
                            : OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam(dim.toString()));
        }
        return proto.build();
    }

    private static OnnxMl.NodeProto node(Node node) {
        OnnxMl.NodeProto.Builder proto = OnnxMl.NodeProto.newBuilder()
                .setName(node.name())
                .setDomain(node.domain())
                .setOpType(node.operator())
                .addAllInput(node.inputs())
                .addAllOutput(node.outputs());
        Attributes attributes = node.attributes();
        attributes.values().forEach((name, value) -> proto.addAttribute(attribute(name, value)));
        return proto.build();
    }

    private static OnnxMl.AttributeProto attribute(String name, Object value) {
        OnnxMl.AttributeProto.Builder proto = OnnxMl.AttributeProto.newBuilder().setName(name);
        if (value instanceof Long integer) {
            proto.setType(OnnxMl.AttributeProto.AttributeType.INT).setI(integer);
        } else if (value instanceof Float real) {
            proto.setType(OnnxMl.AttributeProto.AttributeType.FLOAT).setF(real);
        } else if (value instanceof String text) {
            proto.setType(OnnxMl.AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
        } else if (value instanceof Tensor tensor) {
            proto.setType(OnnxMl.AttributeProto.AttributeType.TENSOR).setT(inline("", tensor));
        } else if (value instanceof List<?> list) {
            if (!list.isEmpty() && list.get(0) instanceof Float) {
                proto.setType(OnnxMl.AttributeProto.AttributeType.FLOATS);
                list.forEach(v -> proto.addFloats((Float) v));
            } else if (!list.isEmpty() && list.get(0) instanceof String) {
                proto.setType(OnnxMl.AttributeProto.AttributeType.STRINGS);
                list.forEach(v -> proto.addStrings(ByteString.copyFromUtf8((String) v)));
            } else {
                proto.setType(OnnxMl.AttributeProto.AttributeType.INTS);
                list.forEach(v -> proto.addInts((Long) v));
            }
        } else {
            throw new IllegalStateException("attribute " + name + " holds " + value);
        }
        return proto.build();
    }

    private static OnnxMl.TensorProto.Builder header(String name, Tensor tensor) {
        OnnxMl.TensorProto.Builder proto = OnnxMl.TensorProto.newBuilder()
                .setName(name)
                .setDataType(tensor.type().onnx());
        for (long size : tensor.sizes()) {
            proto.addDims(size);
        }
        return proto;
    }

    private static OnnxMl.TensorProto inline(String name, Tensor tensor) {
        // Tensors are immutable, so the bytes need not be copied.
        return header(name, tensor)
                .setRawData(UnsafeByteOperations.unsafeWrap(tensor.raw()))
                .build();
    }

    private static OnnxMl.TensorProto tensor(String name, Tensor tensor, FileChannel data, String dataName)
            throws IOException {
        ByteBuffer raw = tensor.raw();
        if (data == null || raw.remaining() < SMALLEST_EXTERNAL) {
            return inline(name, tensor);
        }
        long offset = data.position();
        long length = raw.remaining();
        while (raw.hasRemaining()) {
            data.write(raw);
        }
        return header(name, tensor)
                .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", dataName))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)))
                .build();
    }

    private static OnnxMl.StringStringEntryProto entry(String key, String value) {
        return OnnxMl.StringStringEntryProto.newBuilder()
                .setKey(key)
                .setValue(value)
                .build();
    }
}
