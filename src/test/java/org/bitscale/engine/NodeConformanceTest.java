package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.SharedMaterial;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ONNX's own tests of single operators, as far as the operators are known here: read as any file, computed by the engine
 * or folded while the graph is read, and compared with the outputs that the ONNX project gives.
 */
class NodeConformanceTest {

    private static final double RELATIVE = 1e-3;
    private static final double ABSOLUTE = 1e-5;

    /** Half precision is computed in float32, so results differ by its rounding: 8 bits of bfloat16. */
    private static final double BFLOAT16_RELATIVE = 1.0 / 128;

    private static final int BFLOAT16 = 16;

    /** Where the inputs of a test go. */
    enum Feeding {
        /** All that may be data is fed at run time; shapes, axes and the like, which must be constant, are. */
        DATA,
        /** Everything is constant: the operator is folded where it can be. */
        CONSTANT
    }

    /** Inputs whose value must be known when a graph is read, by operator. */
    private static final Map<String, Set<Integer>> CONSTANT_INPUTS = Map.ofEntries(
            Map.entry("Clip", Set.of(1, 2)),
            Map.entry("ConstantOfShape", Set.of(0)),
            Map.entry("Dropout", Set.of(1, 2)),
            Map.entry("Pad", Set.of(1, 2, 3)),
            Map.entry("Expand", Set.of(1)),
            Map.entry("ReduceMax", Set.of(1)),
            Map.entry("ReduceMean", Set.of(1)),
            Map.entry("ReduceMin", Set.of(1)),
            Map.entry("ReduceSum", Set.of(1)),
            Map.entry("Resize", Set.of(1, 2, 3)),
            Map.entry("Reshape", Set.of(1)),
            Map.entry("Slice", Set.of(1, 2, 3, 4)),
            Map.entry("Split", Set.of(1)),
            Map.entry("Squeeze", Set.of(1)),
            Map.entry("Unsqueeze", Set.of(1)));

    private static final String EMPTY = "a size of 0 in an input's declaration is read as unknown";
    private static final String OVERFLOWS =
            "expects sums beyond int8 to overflow instead of saturating, unlike the operator's definition";
    private static final Map<String, String> OVERFLOWING = Map.of(
            "test_qlinearmatmul_2D_int8_float16", OVERFLOWS,
            "test_qlinearmatmul_2D_int8_float32", OVERFLOWS,
            "test_qlinearmatmul_3D_int8_float16", OVERFLOWS,
            "test_qlinearmatmul_3D_int8_float32", OVERFLOWS);

    /** Tests that are known not to pass, with the reason. One that passes must leave this list. */
    private static final Map<Feeding, Map<String, String>> EXCEPTIONS = Map.of(
            Feeding.DATA,
            with(
                    OVERFLOWING,
                    Map.of(
                            "test_reshape_allowzero_reordered", EMPTY,
                            "test_split_zero_size_splits_opset13", EMPTY,
                            "test_split_zero_size_splits_opset18", EMPTY)),
            Feeding.CONSTANT,
            OVERFLOWING);

    private static Map<String, String> with(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new TreeMap<>(some);
        all.putAll(others);
        return all;
    }

    /** At least so many tests pass: fewer means that tests are skipped that were not. */
    private static final int FEWEST_PASSES = 420;

    private final OperatorTable operators = OperatorTable.standard();

    @ParameterizedTest
    @EnumSource
    void operatorsGiveWhatOnnxSays(Feeding feeding) throws IOException {
        Path root = SharedMaterial.path("onnx-node-tests");
        List<Path> folders;
        try (Stream<Path> all = Files.list(root)) {
            folders = all.filter(Files::isDirectory).sorted().toList();
        }
        Set<String> passed = new TreeSet<>();
        Map<String, List<String>> skipped = new TreeMap<>();
        Map<String, String> failed = new TreeMap<>();
        try (TorchEngine engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 1))) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                try {
                    run(folder, feeding, engine);
                    passed.add(name);
                } catch (NotForUs e) {
                    skipped.computeIfAbsent(e.getMessage(), k -> new ArrayList<>())
                            .add(name);
                } catch (BadInputException | AssertionError e) {
                    failed.put(name, e.getMessage());
                } catch (RuntimeException e) {
                    failed.put(name, e.toString());
                }
            }
        }
        report(feeding, passed, skipped, failed);
        assertThat(failed.keySet())
                .as("tests that fail, which should be just the known exceptions: %s", failed)
                .isEqualTo(EXCEPTIONS.get(feeding).keySet());
        assertThat(passed).hasSizeGreaterThanOrEqualTo(FEWEST_PASSES);
    }

    private static void report(
            Feeding feeding, Set<String> passed, Map<String, List<String>> skipped, Map<String, String> failed) {
        int skips = skipped.values().stream().mapToInt(List::size).sum();
        System.out.printf(
                "ONNX node tests, inputs as %s: %d pass, %d are known exceptions, %d are skipped%n",
                feeding, passed.size(), failed.size(), skips);
        skipped.forEach((reason, names) -> System.out.printf("  skipped %d: %s%n", names.size(), reason));
        failed.forEach((name, why) -> System.out.printf(
                "  exception %s: %s%n", name, EXCEPTIONS.get(feeding).getOrDefault(name, why)));
    }

    /** A test of something that Bitscale does not have, by design. */
    private static final class NotForUs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotForUs(String reason) {
            super(reason);
        }
    }

    private void run(Path folder, Feeding feeding, TorchEngine engine) throws IOException {
        OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(folder.resolve("model.onnx")));
        for (OnnxMl.NodeProto node : model.getGraph().getNodeList()) {
            String type = node.getDomain().isEmpty() ? node.getOpType() : node.getDomain() + "." + node.getOpType();
            if (!operators.types().contains(type)) {
                throw new NotForUs("operator " + node.getOpType() + " is not supported");
            }
        }
        Map<String, Tensor> fed = new LinkedHashMap<>();
        OnnxMl.ModelProto bound = bound(model, folder.resolve("test_data_set_0"), feeding, fed);
        Graph graph;
        try {
            graph = new OnnxReader(operators)
                    .read(bound.toByteArray(), folder.getFileName().toString());
        } catch (BadInputException e) {
            throw e.getMessage().contains("element type") ? new NotForUs("an element type is not supported") : e;
        }
        Map<String, FloatTensor> inputs = new HashMap<>();
        fed.forEach((name, tensor) -> inputs.put(name, new FloatTensor(tensor.floats(), tensor.sizes())));
        Map<String, FloatTensor> outputs;
        try (Network network = Network.of(graph, operators, engine)) {
            outputs = network.run(inputs);
        }
        for (int i = 0; i < bound.getGraph().getOutputCount(); i++) {
            String name = bound.getGraph().getOutput(i).getName();
            Path file = folder.resolve("test_data_set_0/output_" + i + ".pb");
            Tensor expected = tensor(file, name);
            FloatTensor actual = outputs.get(name);
            assertThat(actual.sizes()).as("sizes of " + name).isEqualTo(expected.sizes());
            boolean bfloat16 = proto(file, name).getDataType() == BFLOAT16;
            compare(actual.values(), expected.floats(), bfloat16 ? BFLOAT16_RELATIVE : RELATIVE);
        }
    }

    private static void compare(float[] actual, float[] expected, double relative) {
        for (int i = 0; i < expected.length; i++) {
            boolean same = Float.compare(actual[i], expected[i]) == 0
                    || Math.abs(actual[i] - expected[i]) <= ABSOLUTE + relative * Math.abs(expected[i]);
            assertThat(same)
                    .as("element %d: expected %s, but came %s", i, expected[i], actual[i])
                    .isTrue();
        }
    }

    /** The model with inputs turned into initializers; what is left to feed goes into {@code fed}. */
    private OnnxMl.ModelProto bound(OnnxMl.ModelProto model, Path data, Feeding feeding, Map<String, Tensor> fed)
            throws IOException {
        OnnxMl.GraphProto graph = model.getGraph();
        Set<String> constant = new TreeSet<>();
        for (OnnxMl.NodeProto node : graph.getNodeList()) {
            for (int index : CONSTANT_INPUTS.getOrDefault(node.getOpType(), Set.of())) {
                if (index < node.getInputCount()) {
                    constant.add(node.getInput(index));
                }
            }
        }
        OnnxMl.GraphProto.Builder changed = graph.toBuilder().clearInput();
        for (int i = 0; i < graph.getInputCount(); i++) {
            OnnxMl.ValueInfoProto input = graph.getInput(i);
            if (!input.getType().hasTensorType()) {
                throw new NotForUs("an input is no tensor");
            }
            Path file = data.resolve("input_" + i + ".pb");
            Tensor tensor = tensor(file, input.getName());
            if (feeding == Feeding.CONSTANT || constant.contains(input.getName())) {
                changed.addInitializer(proto(file, input.getName()));
            } else {
                changed.addInput(input);
                fed.put(input.getName(), tensor);
            }
        }
        if (feeding == Feeding.CONSTANT) {
            // What is folded must not be an output itself.
            changed.clearOutput();
            for (OnnxMl.ValueInfoProto output : graph.getOutputList()) {
                String copy = output.getName() + "_copy";
                changed.addOutput(output.toBuilder().setName(copy));
                changed.addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput(output.getName())
                        .addOutput(copy));
            }
        }
        return model.toBuilder().setGraph(changed).build();
    }

    private static OnnxMl.TensorProto proto(Path file, String name) throws IOException {
        return OnnxMl.TensorProto.parseFrom(Files.readAllBytes(file)).toBuilder()
                .setName(name)
                .build();
    }

    /** A tensor of a test, read as the reader reads initializers. */
    private Tensor tensor(Path file, String name) throws IOException {
        OnnxMl.ModelProto model = OnnxMl.ModelProto.newBuilder()
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(Graph.OPSET))
                .setGraph(OnnxMl.GraphProto.newBuilder()
                        .addInitializer(proto(file, name))
                        .addNode(OnnxMl.NodeProto.newBuilder()
                                .setOpType("Identity")
                                .addInput(name)
                                .addOutput("copy"))
                        .addOutput(OnnxMl.ValueInfoProto.newBuilder().setName("copy")))
                .build();
        try {
            return new OnnxReader(operators)
                    .read(model.toByteArray(), "data")
                    .constants()
                    .get(name);
        } catch (BadInputException e) {
            if (e.getMessage().contains("element type")) {
                throw new NotForUs("an element type is not supported");
            }
            throw e;
        }
    }
}
