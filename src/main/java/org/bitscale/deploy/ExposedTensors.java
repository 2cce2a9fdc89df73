package org.bitscale.deploy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Copies of ONNX files that give internal tensors as outputs, for comparing two networks layer by layer.
 *
 * <p>Expose the integer tensors between QuantizeLinear and DequantizeLinear: exposing a DequantizeLinear's result
 * changes what ONNX Runtime fuses, so the copy would not compute what the original does.
 */
public final class ExposedTensors {
    private ExposedTensors() {}

    /**
     * The declared type of a tensor.
     *
     * @param elementType number in ONNX's {@code TensorProto.DataType}, for example 2 for UINT8; above 0
     * @param rank number of dimensions, all declared free; empty to declare no shape
     */
    public record Type(int elementType, OptionalInt rank) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if the element type is below 1 or the rank below 0
         */
        public Type {
            if (elementType < 1 || rank.orElse(0) < 0) {
                throw new IllegalArgumentException(
                        "expected an ONNX element type of at least 1 and a rank of at least 0, but came %d and %s"
                                .formatted(elementType, rank));
            }
        }

        /** A type without a declared shape. */
        public static Type of(ElementType elementType) {
            return new Type(elementType.onnxNumber(), OptionalInt.empty());
        }
    }

    /**
     * Copies a file with further outputs, whose types are those the file itself declares; where it declares none, ONNX
     * Runtime infers them.
     *
     * @param model the ONNX file
     * @param tensors names of node outputs of its main graph; those that are outputs already stay single
     * @param target where to; a file that is there is replaced
     * @throws IllegalArgumentException if no node gives a tensor of that name
     * @throws IOException if a file cannot be read or written, or is no ONNX file
     */
    public static void write(Path model, List<String> tensors, Path target) throws IOException {
        ModelProto original = read(model);
        Map<String, ValueInfoProto> declared = original.getGraph().getValueInfoList().stream()
                .collect(Collectors.toMap(ValueInfoProto::getName, value -> value, (first, second) -> first));
        Map<String, ValueInfoProto> added = new LinkedHashMap<>();
        for (String name : tensors) {
            added.put(
                    name,
                    declared.getOrDefault(
                            name, ValueInfoProto.newBuilder().setName(name).build()));
        }
        write(model, original, added, target);
    }

    /**
     * Copies a file with further outputs of given types.
     *
     * @param model the ONNX file
     * @param tensors types by the names of node outputs of its main graph; those that are outputs already stay single
     * @param target where to; a file that is there is replaced. In another folder, the model's external data files are
     *     copied beside it
     * @throws IllegalArgumentException if no node gives a tensor of that name
     * @throws IOException if a file cannot be read or written, is no ONNX file, or an external data file would
     *     overwrite another one
     */
    public static void write(Path model, Map<String, Type> tensors, Path target) throws IOException {
        Map<String, ValueInfoProto> added = new LinkedHashMap<>();
        tensors.forEach((name, type) -> added.put(name, valueInfo(name, type)));
        write(model, read(model), added, target);
    }

    private static void write(Path model, ModelProto original, Map<String, ValueInfoProto> added, Path target)
            throws IOException {
        GraphProto graph = original.getGraph();
        Set<String> produced = graph.getNodeList().stream()
                .flatMap(node -> node.getOutputList().stream())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        Set<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
        ModelProto.Builder copy = original.toBuilder();
        for (Map.Entry<String, ValueInfoProto> entry : added.entrySet()) {
            if (!produced.contains(entry.getKey())) {
                throw new IllegalArgumentException(
                        "no node of %s gives a tensor '%s', so it cannot be exposed".formatted(model, entry.getKey()));
            }
            if (!outputs.contains(entry.getKey())) {
                copy.getGraphBuilder().addOutput(entry.getValue());
            }
        }
        copyExternalData(model, graph, target);
        writeWhole(copy.build(), target);
    }

    private static ModelProto read(Path model) throws IOException {
        try {
            return ModelProto.parseFrom(Files.readAllBytes(model));
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("cannot read " + model + ": it is no ONNX file (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + model + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static ValueInfoProto valueInfo(String name, Type type) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.elementType());
        if (type.rank().isPresent()) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            for (int i = 0; i < type.rank().getAsInt(); i++) {
                shape.addDim(TensorShapeProto.Dimension.getDefaultInstance());
            }
            tensor.setShape(shape);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static void copyExternalData(Path model, GraphProto graph, Path target) throws IOException {
        Path from = folder(model);
        Path to = folder(target);
        if (Files.isDirectory(to) && Files.isSameFile(from, to)) {
            return;
        }
        Set<String> locations = new LinkedHashSet<>();
        collectLocations(graph, locations);
        for (String location : locations) {
            Path source = from.resolve(location).normalize();
            Path copy = to.resolve(location).normalize();
            if (!source.startsWith(from) || !copy.startsWith(to)) {
                throw new IOException(
                        "cannot copy the weights of %s: its external data file '%s' lies outside its folder"
                                .formatted(model, location));
            }
            if (Files.exists(copy) && Files.mismatch(source, copy) != -1) {
                throw new IOException("cannot copy the weights of %s: another file is at %s".formatted(model, copy));
            }
            if (!Files.exists(copy)) {
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(source, copy);
            }
        }
    }

    private static void collectLocations(GraphProto graph, Set<String> locations) {
        graph.getInitializerList().forEach(tensor -> collectLocations(tensor, locations));
        for (NodeProto node : graph.getNodeList()) {
            for (AttributeProto attribute : node.getAttributeList()) {
                collectLocations(attribute.getT(), locations);
                attribute.getTensorsList().forEach(tensor -> collectLocations(tensor, locations));
                collectLocations(attribute.getG(), locations);
                attribute.getGraphsList().forEach(inner -> collectLocations(inner, locations));
            }
        }
    }

    private static void collectLocations(TensorProto tensor, Set<String> locations) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            tensor.getExternalDataList().stream()
                    .filter(entry -> entry.getKey().equals("location"))
                    .map(StringStringEntryProto::getValue)
                    .forEach(locations::add);
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), () -> file + " is no file");
    }

    private static void writeWhole(ModelProto model, Path target) throws IOException {
        Path temporary = folder(target).resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream stream =
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                model.writeTo(stream);
            }
            rename(temporary, target);
        } catch (IOException e) {
            IOException failure = new IOException(
                    "cannot write " + target + " (" + e.getClass().getSimpleName() + ")", e);
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    private static void rename(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
