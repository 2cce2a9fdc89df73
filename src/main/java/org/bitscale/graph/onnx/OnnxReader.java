package org.bitscale.graph.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.pass.Canonicalize;

/** Reads ONNX files of opset 7 to 25, with data inside or in external files beside them. */
public final class OnnxReader {

    private static final String BATCH = "N";

    private static final int OLDEST_OPSET = 7;
    private static final int NEWEST_OPSET = 25;

    private final OperatorTable operators;

    /** A reader that knows these operators. */
    public OnnxReader(OperatorTable operators) {
        this.operators = operators;
    }

    /**
     * Reads a file into canonical form. Where the file fixes the batch to 1 and the network allows it, the batch becomes
     * the symbol N.
     *
     * @throws BadInputException if the file is missing, damaged, no ONNX, or holds what is not supported
     */
    public Graph read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(
                    Files.isDirectory(file)
                            ? "'%s' is a folder; expected an ONNX file".formatted(file)
                            : "Model file '%s' does not exist; expected an ONNX file".formatted(file));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            long most = Runtime.getRuntime().maxMemory() / 4 * 3;
            if (Files.size(file) > most) {
                throw new BadInputException(
                        "Model file '%s' has %d MiB, but Java has memory for %d MiB; start it with more (-Xmx)"
                                .formatted(file, Files.size(file) >> 20, most >> 20));
            }
            Path folder = file.toAbsolutePath().getParent();
            return read(stream, file.getFileName().toString(), folder);
        } catch (IOException e) {
            throw new BadInputException("Model file '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Reads a model whose data is all inside, such as a bundled resource; {@code name} is for messages. */
    public Graph read(byte[] bytes, String name) {
        return parsed(CodedInputStream.newInstance(bytes), name, null);
    }

    private Graph read(InputStream stream, String name, Path folder) {
        return parsed(CodedInputStream.newInstance(stream), name, folder);
    }

    private Graph parsed(CodedInputStream stream, String name, Path folder) {
        OnnxMl.ModelProto model;
        try {
            stream.setSizeLimit(Integer.MAX_VALUE);
            model = OnnxMl.ModelProto.parseFrom(stream);
        } catch (InvalidProtocolBufferException e) {
            throw new BadInputException(
                    "'%s' is no complete ONNX file (%s); it may be cut off or of another format"
                            .formatted(name, oneLine(e)),
                    e);
        } catch (IOException e) {
            throw new BadInputException("'%s' cannot be read: %s".formatted(name, e.getMessage()), e);
        }
        try {
            return converted(model, folder);
        } catch (BadInputException e) {
            throw new BadInputException("'%s': %s".formatted(name, oneLine(e)), e);
        } catch (ArithmeticException e) {
            throw new BadInputException(
                    "'%s': a tensor is larger than 2 GiB or its sizes are damaged".formatted(name), e);
        }
    }

    /** A message may quote names from the file, which may hold anything. */
    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
    }

    private Graph converted(OnnxMl.ModelProto model, Path folder) {
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new BadInputException("it holds no ONNX graph; expected a file written by an ONNX exporter");
        }
        int opset = opset(model);
        if (model.getFunctionsCount() > 0) {
            throw new BadInputException("it defines functions of its own, which is not supported; export it inlined");
        }
        rejectUnknownOperators(model.getGraph(), opset);
        Graph raw = graph(model, folder);
        Optional<Graph> open = withOpenBatch(raw);
        if (open.isPresent()) {
            try {
                Graph canonical = Canonicalize.of(open.get(), opset, operators);
                if (canonical.outputs().stream().allMatch(OnnxReader::hasBatch)) {
                    return canonical;
                }
            } catch (BadInputException fixedBatchOnly) {
                // Something inside depends on the batch of 1: the network is used as it is written.
                return Canonicalize.of(raw, opset, operators);
            }
        }
        return Canonicalize.of(raw, opset, operators);
    }

    private static boolean hasBatch(ValueInfo output) {
        Shape shape = output.type().shape();
        return shape.rank() > 0 && shape.dim(0).symbol().equals(BATCH);
    }

    private static int opset(OnnxMl.ModelProto model) {
        long opset = model.getOpsetImportList().stream()
                .filter(o -> isOnnxDomain(o.getDomain()))
                .mapToLong(OnnxMl.OperatorSetIdProto::getVersion)
                .max()
                .orElseThrow(() -> new BadInputException("it names no opset of ONNX's own operators; it is damaged"));
        if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
            throw new BadInputException("it uses opset %d; opsets %d to %d are supported, convert it to one of these"
                    .formatted(opset, OLDEST_OPSET, NEWEST_OPSET));
        }
        return (int) opset;
    }

    private void rejectUnknownOperators(OnnxMl.GraphProto graph, int opset) {
        List<String> unknown = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (OnnxMl.NodeProto proto : graph.getNodeList()) {
            Node node =
                    new Node(proto.getName(), domain(proto), proto.getOpType(), List.of(), List.of(), Attributes.NONE);
            if (!operators.knows(node) && seen.add(proto.getDomain() + "/" + proto.getOpType())) {
                unknown.add("'%s' (domain %s, opset %d, node '%s')"
                        .formatted(
                                proto.getOpType(),
                                node.domain().isEmpty() ? "ai.onnx" : node.domain(),
                                opset,
                                proto.getName().isEmpty() && proto.getOutputCount() > 0
                                        ? proto.getOutput(0)
                                        : proto.getName()));
            }
        }
        if (!unknown.isEmpty()) {
            throw new BadInputException("it uses operators that are not supported: " + String.join(", ", unknown));
        }
    }

    private static boolean isOnnxDomain(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private static String domain(OnnxMl.NodeProto node) {
        return isOnnxDomain(node.getDomain()) ? "" : node.getDomain();
    }

    private static Graph graph(OnnxMl.ModelProto model, Path folder) {
        OnnxMl.GraphProto proto = model.getGraph();
        if (proto.getSparseInitializerCount() > 0) {
            throw new BadInputException("it holds sparse initializers, which are not supported; export them dense");
        }
        Map<String, Tensor> constants = new LinkedHashMap<>();
        for (OnnxMl.TensorProto tensor : proto.getInitializerList()) {
            if (constants.put(tensor.getName(), tensor(tensor, folder)) != null) {
                throw new BadInputException("it holds the initializer '%s' twice".formatted(tensor.getName()));
            }
        }
        List<ValueInfo> inputs = proto.getInputList().stream()
                .filter(input -> !constants.containsKey(input.getName()))
                .map(OnnxReader::input)
                .toList();
        List<ValueInfo> outputs = proto.getOutputList().stream()
                .map(output -> new ValueInfo(output.getName(), new TensorType(DataType.FLOAT, new Shape(List.of()))))
                .toList();
        Set<String> outputNames = proto.getOutputList().stream()
                .map(OnnxMl.ValueInfoProto::getName)
                .collect(Collectors.toSet());
        if (outputNames.isEmpty()) {
            throw new BadInputException("its graph has no output");
        }
        List<Node> nodes = new ArrayList<>();
        for (OnnxMl.NodeProto node : proto.getNodeList()) {
            if (node.getOutputCount() == 0) {
                throw new BadInputException("node '%s' (%s) has no output".formatted(node.getName(), node.getOpType()));
            }
            nodes.add(new Node(
                    node.getName().isEmpty() ? node.getOutput(0) : node.getName(),
                    domain(node),
                    node.getOpType(),
                    List.copyOf(node.getInputList()),
                    List.copyOf(node.getOutputList()),
                    attributes(node, folder)));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        return new Graph(
                proto.getName().isEmpty() ? "graph" : proto.getName(), inputs, outputs, nodes, constants, metadata);
    }

    private static ValueInfo input(OnnxMl.ValueInfoProto proto) {
        if (!proto.getType().hasTensorType() || !proto.getType().getTensorType().hasShape()) {
            throw new BadInputException(
                    "input '%s' has no tensor shape; export the model with input shapes".formatted(proto.getName()));
        }
        OnnxMl.TypeProto.Tensor type = proto.getType().getTensorType();
        List<Dim> dims = new ArrayList<>();
        for (OnnxMl.TensorShapeProto.Dimension dim : type.getShape().getDimList()) {
            if (dim.hasDimValue() && dim.getDimValue() > 0) {
                dims.add(Dim.of(dim.getDimValue()));
            } else {
                String symbol = dim.getDimParam();
                boolean named = !symbol.isEmpty() && !symbol.equals(Dim.REST.symbol());
                String unnamed = dims.isEmpty() ? BATCH : proto.getName() + "." + dims.size();
                dims.add(Dim.symbol(named ? symbol : unnamed));
            }
        }
        return new ValueInfo(
                proto.getName(),
                new TensorType(
                        DataType.ofOnnx(type.getElemType(), "Input '" + proto.getName() + "'"), new Shape(dims)));
    }

    private static Optional<Graph> withOpenBatch(Graph graph) {
        boolean fixed = !graph.inputs().isEmpty()
                && graph.inputs().stream()
                        .allMatch(i -> i.type().shape().rank() >= 2
                                && i.type().shape().dim(0).equals(Dim.of(1)));
        if (!fixed) {
            return Optional.empty();
        }
        return Optional.of(graph.withInputs(graph.inputs().stream()
                .map(i -> new ValueInfo(
                        i.name(),
                        new TensorType(i.type().type(), i.type().shape().withBatch(Dim.symbol(BATCH)))))
                .toList()));
    }

    private static Attributes attributes(OnnxMl.NodeProto node, Path folder) {
        Map<String, Object> values = new TreeMap<>();
        for (OnnxMl.AttributeProto attribute : node.getAttributeList()) {
            Object value =
                    switch (attribute.getType()) {
                        case FLOAT -> attribute.getF();
                        case INT -> attribute.getI();
                        case STRING -> attribute.getS().toStringUtf8();
                        case TENSOR -> tensor(attribute.getT(), folder);
                        case FLOATS -> List.copyOf(attribute.getFloatsList());
                        case INTS -> List.copyOf(attribute.getIntsList());
                        case STRINGS ->
                            attribute.getStringsList().stream()
                                    .map(ByteString::toStringUtf8)
                                    .toList();
                        default ->
                            throw new BadInputException("node '%s' (%s): attribute '%s' of type %s is not supported"
                                    .formatted(
                                            node.getName(),
                                            node.getOpType(),
                                            attribute.getName(),
                                            attribute.getType()));
                    };
            values.put(attribute.getName(), value);
        }
        return new Attributes(values);
    }

    private static Tensor tensor(OnnxMl.TensorProto proto, Path folder) {
        String where = "Tensor '" + proto.getName() + "'";
        DataType type = DataType.ofOnnx(proto.getDataType(), where);
        long[] sizes = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
        ByteBuffer raw;
        if (proto.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL) {
            raw = external(proto, folder);
        } else if (proto.hasRawData()) {
            raw = proto.getRawData().asReadOnlyByteBuffer();
        } else {
            return typed(proto, type, sizes, where);
        }
        raw.order(ByteOrder.LITTLE_ENDIAN);
        return switch (proto.getDataType()) {
            case 10, 11, 16 -> Tensor.ofFloats(wideFloats(raw, proto.getDataType(), sizes, where), sizes);
            default -> ofRaw(type, sizes, raw, where);
        };
    }

    private static Tensor ofRaw(DataType type, long[] sizes, ByteBuffer raw, String where) {
        try {
            return Tensor.ofRaw(type, sizes, raw);
        } catch (BadInputException e) {
            throw new BadInputException(where + ": " + e.getMessage(), e);
        }
    }

    /** Half, double and bfloat16 raw data as floats. */
    private static float[] wideFloats(ByteBuffer raw, int type, long[] sizes, String where) {
        int width = type == 11 ? 8 : 2;
        long elements = elements(sizes, where);
        long bytes = Math.multiplyExact(elements, (long) width);
        if (raw.remaining() != bytes) {
            throw new BadInputException("%s %s needs %d bytes of data, but %d came; the file is damaged"
                    .formatted(where, Arrays.toString(sizes), bytes, raw.remaining()));
        }
        float[] values = new float[(int) elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case 11 -> (float) raw.getDouble(raw.position() + 8 * i);
                case 10 -> half(raw.getShort(raw.position() + 2 * i));
                default -> Float.intBitsToFloat(raw.getShort(raw.position() + 2 * i) << 16);
            };
        }
        return values;
    }

    private static long elements(long[] sizes, String where) {
        long elements = 1;
        for (long size : sizes) {
            if (size < 0) {
                throw new BadInputException("%s has the negative size %d; expected 0 or more".formatted(where, size));
            }
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    /** An IEEE half as float (Java 20 has {@code Float.float16ToFloat}; this runs on 17). */
    private static float half(short bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        float magnitude =
                switch (exponent) {
                    case 0 -> fraction * 0x1p-24f;
                    case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> (1024 + fraction) * (float) Math.scalb(1.0, exponent - 25);
                };
        return bits < 0 ? -magnitude : magnitude;
    }

    private static Tensor typed(OnnxMl.TensorProto proto, DataType type, long[] sizes, String where) {
        float[] floats = null;
        long[] longs = null;
        switch (proto.getDataType()) {
            case 1 -> floats = floats(proto.getFloatDataList());
            case 11 -> floats = floats(proto.getDoubleDataList());
            case 10, 16 -> {
                floats = new float[proto.getInt32DataCount()];
                for (int i = 0; i < floats.length; i++) {
                    int bits = proto.getInt32Data(i);
                    floats[i] = proto.getDataType() == 10 ? half((short) bits) : Float.intBitsToFloat(bits << 16);
                }
            }
            case 7 ->
                longs = proto.getInt64DataList().stream()
                        .mapToLong(Long::longValue)
                        .toArray();
            case 12, 13 ->
                longs = proto.getUint64DataList().stream()
                        .mapToLong(Long::longValue)
                        .toArray();
            case 21, 22, 25, 26 -> {
                byte[] bytes = new byte[proto.getInt32DataCount()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) proto.getInt32Data(i);
                }
                return ofRaw(type, sizes, ByteBuffer.wrap(bytes), where);
            }
            default ->
                longs = proto.getInt32DataList().stream()
                        .mapToLong(Integer::longValue)
                        .toArray();
        }
        long elements = elements(sizes, where);
        int came = floats != null ? floats.length : longs.length;
        if (came != elements) {
            throw new BadInputException("%s %s: expected %d values, but %d came; the file is damaged"
                    .formatted(where, Arrays.toString(sizes), elements, came));
        }
        return floats != null ? Tensor.ofFloats(floats, sizes) : Tensor.ofLongs(type, longs, sizes);
    }

    private static float[] floats(List<? extends Number> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }

    private static ByteBuffer external(OnnxMl.TensorProto proto, Path folder) {
        Map<String, String> entries = new HashMap<>();
        proto.getExternalDataList().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        String location = entries.getOrDefault("location", "");
        if (folder == null || location.isEmpty()) {
            throw new BadInputException(
                    "Tensor '%s' lies in an external file that is not named".formatted(proto.getName()));
        }
        Path file;
        try {
            file = folder.resolve(location).normalize();
        } catch (InvalidPathException e) {
            throw new BadInputException(
                    "Tensor '%s' lies in an external file whose name is damaged".formatted(proto.getName()), e);
        }
        if (!file.startsWith(folder.normalize())) {
            throw new BadInputException("Tensor '%s' lies in '%s', outside the model's folder; that is not allowed"
                    .formatted(proto.getName(), location));
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(
                    "Tensor '%s' lies in the external file '%s', which is missing; put it beside the model"
                            .formatted(proto.getName(), location));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long offset = Long.parseLong(entries.getOrDefault("offset", "0"));
            long length =
                    entries.containsKey("length") ? Long.parseLong(entries.get("length")) : channel.size() - offset;
            if (offset < 0 || length < 0 || length > channel.size() - offset || length > Integer.MAX_VALUE) {
                throw new BadInputException("Tensor '%s' should be %d bytes at %d of '%s', which has only %d"
                        .formatted(proto.getName(), length, offset, location, channel.size()));
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
        } catch (IOException | NumberFormatException e) {
            throw new BadInputException(
                    "Tensor '%s' cannot be read from '%s': %s".formatted(proto.getName(), location, e.getMessage()), e);
        }
    }
}
