package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.SharedMaterial;
import org.bitscale.data.augment.Augmentation;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.FoldBatchNorm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Values and gradients of layers and losses, as the compiled program gives them, against PyTorch's. Two of PyTorch's
 * cases are not Bitscale's: mean squared error and smooth L1 are losses of regression, and what Bitscale trains is
 * classifiers.
 */
class GoldenLayersTest {

    private static final List<String> NOT_OURS = List.of("MSE", "SmoothL1");
    private static final float TOLERANCE = 2e-5f;

    private final OperatorTable operators = OperatorTable.standard();
    private TorchEngine engine;
    private PtNDManager manager;

    @BeforeEach
    void open() {
        engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 1));
        manager = engine.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
        engine.close();
    }

    private static List<JsonNode> cases() throws Exception {
        JsonNode vectors = new ObjectMapper()
                .readTree(SharedMaterial.path("vectors/layers_torch.json").toFile());
        List<JsonNode> cases = new ArrayList<>();
        vectors.get("cases").forEach(cases::add);
        return cases;
    }

    @Test
    void everyCaseIsComparedOrNotOurs() throws Exception {
        int compared = 0;
        int notOurs = 0;
        for (JsonNode vector : cases()) {
            String name = vector.get("op").asText();
            if (NOT_OURS.contains(name)) {
                notOurs++;
            } else {
                switch (name) {
                    case "BatchNorm2d_running" -> compareRunning(vector);
                    case "fuse_conv_bn_weights" -> compareFolded(vector);
                    case "CrossEntropy", "CrossEntropy_ls0.1", "KD_KL_T4" -> compareLoss(vector);
                    default -> compareLayer(vector);
                }
                compared++;
            }
        }
        assertThat(compared).isEqualTo(28);
        assertThat(notOurs).isEqualTo(2);
    }

    // ---- layers

    private void compareLayer(JsonNode vector) {
        String name = vector.get("op").asText();
        List<Tensor> inputs = new ArrayList<>();
        vector.get("inputs").forEach(input -> inputs.add(tensor(input)));
        Graph graph =
                graph(name, vector.get("attrs"), inputs, tensor(vector.get("y")).sizes());
        Map<String, PtNDArray> arrays = arrays(graph, inputs);
        for (int i = 0; i < inputs.size(); i++) {
            arrays.get("x" + i).setRequiresGradient(true);
        }
        boolean trains = name.endsWith("_train");
        PtNDArray y = forward(graph, trains, arrays);
        assertClose(name, y, vector.get("y"));
        backward(y, tensor(vector.get("dy")));
        JsonNode gradients = vector.get("grads");
        for (int i = 0; i < gradients.size(); i++) {
            assertClose(name + ", gradient " + i, arrays.get("x" + i).getGradient(), gradients.get(i));
        }
    }

    /** Nodes that compute a case from x0, x1, …, where x0 is the input and the others are constants. */
    private static Graph graph(String name, JsonNode attributes, List<Tensor> inputs, long[] output) {
        List<Node> nodes = new ArrayList<>();
        Map<String, Tensor> constants = new LinkedHashMap<>();
        for (int i = 1; i < inputs.size(); i++) {
            constants.put("x" + i, inputs.get(i));
        }
        List<String> names = new ArrayList<>(List.of("x0"));
        names.addAll(constants.keySet());
        if (attributes.has("prescale")) {
            constants.put(
                    "prescale",
                    Tensor.ofFloats(
                            new float[] {(float) attributes.get("prescale").asDouble()}, 1));
            nodes.add(Node.of("prescaled", "Mul", List.of("x0", "prescale"), "scaled"));
            names.set(0, "scaled");
        }
        switch (name) {
            case "Conv2d", "Conv1d" -> nodes.add(Node.of("n", "Conv", names, "y", convolution(attributes, inputs)));
            case "Linear" -> nodes.add(Node.of("n", "Gemm", names, "y", Attributes.of("transB", 1L)));
            case "BatchNorm2d_train", "BatchNorm1d_train" -> {
                int channels = inputs.get(1).elements();
                float[] ones = new float[channels];
                java.util.Arrays.fill(ones, 1);
                constants.put("mean", Tensor.ofFloats(new float[channels], channels));
                constants.put("variance", Tensor.ofFloats(ones, channels));
                nodes.add(Node.of(
                        "n",
                        "BatchNormalization",
                        List.of("x0", "x1", "x2", "mean", "variance"),
                        "y",
                        Attributes.of("epsilon", real(attributes, "eps"))));
            }
            case "LayerNorm" ->
                nodes.add(Node.of(
                        "n", "LayerNormalization", names, "y", Attributes.of("epsilon", real(attributes, "eps"))));
            case "ReLU" -> nodes.add(Node.of("n", "Relu", names, "y"));
            case "ReLU6" -> {
                constants.put("low", Tensor.ofFloats(new float[] {0}));
                constants.put("high", Tensor.ofFloats(new float[] {6}));
                nodes.add(Node.of("n", "Clip", List.of(names.get(0), "low", "high"), "y"));
            }
            case "LeakyReLU" ->
                nodes.add(Node.of("n", "LeakyRelu", names, "y", Attributes.of("alpha", real(attributes, "slope"))));
            case "GELU_erf" -> nodes.add(Node.of("n", "Gelu", names, "y"));
            case "SiLU" -> {
                nodes.add(Node.of("s", "Sigmoid", names, "sigmoid"));
                nodes.add(Node.of("n", "Mul", List.of(names.get(0), "sigmoid"), "y"));
            }
            case "MaxPool2d" -> nodes.add(Node.of("n", "MaxPool", names, "y", pool(attributes)));
            case "AvgPool2d" ->
                nodes.add(
                        Node.of("n", "AveragePool", names, "y", pool(attributes).with("count_include_pad", 1L)));
            case "AvgPool2d_excl" -> nodes.add(Node.of("n", "AveragePool", names, "y", pool(attributes)));
            case "GlobalAvgPool" -> nodes.add(Node.of("n", "GlobalAveragePool", names, "y"));
            case "Sigmoid", "Tanh", "Softmax", "HardSwish" -> nodes.add(Node.of("n", name, names, "y"));
            default -> throw new AssertionError("a case that is not known: " + name);
        }
        return new Graph(
                "golden",
                List.of(new ValueInfo("x0", type(inputs.get(0).sizes()))),
                List.of(new ValueInfo("y", type(output))),
                nodes,
                constants,
                Map.of());
    }

    private static TensorType type(long[] sizes) {
        return new TensorType(DataType.FLOAT, Shape.of(sizes));
    }

    private static float real(JsonNode attributes, String name) {
        return (float) attributes.get(name).asDouble();
    }

    private static Attributes convolution(JsonNode attributes, List<Tensor> inputs) {
        int axes = inputs.get(0).rank() - 2;
        return Attributes.of(
                "strides",
                same(axes, attributes.path("stride").asLong(1)),
                "pads",
                same(2 * axes, attributes.path("padding").asLong(0)),
                "dilations",
                same(axes, attributes.path("dilation").asLong(1)),
                "group",
                attributes.path("groups").asLong(1));
    }

    private static Attributes pool(JsonNode attributes) {
        return Attributes.of(
                "kernel_shape",
                same(2, attributes.get("k").asLong()),
                "strides",
                same(2, attributes.get("s").asLong()),
                "pads",
                same(4, attributes.get("p").asLong()));
    }

    private static long[] same(int count, long value) {
        long[] values = new long[count];
        java.util.Arrays.fill(values, value);
        return values;
    }

    // ---- batch normalization

    private void compareRunning(JsonNode vector) {
        Tensor first = tensor(vector.get("inputs").get(0));
        int channels = first.size(1);
        float[] ones = new float[channels];
        java.util.Arrays.fill(ones, 1);
        List<Tensor> inputs =
                List.of(first, Tensor.ofFloats(ones, channels), Tensor.ofFloats(new float[channels], channels));
        Graph graph = graph("BatchNorm2d_train", vector.get("attrs"), inputs, first.sizes());
        Map<String, PtNDArray> arrays = arrays(graph, inputs);
        for (int i = 0; i < vector.get("inputs").size(); i++) {
            arrays.put("x0", Arrays.array(manager, tensor(vector.get("inputs").get(i))));
            forward(graph, true, arrays);
            JsonNode expected = vector.get("running_after_each").get(i);
            assertClose("running mean " + i, arrays.get("mean"), expected.get("mean"));
            assertClose("running variance " + i, arrays.get("variance"), expected.get("var"));
        }
    }

    private void compareFolded(JsonNode vector) {
        List<Tensor> parts = new ArrayList<>();
        vector.get("inputs").forEach(input -> parts.add(tensor(input)));
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<String> names = List.of("w", "b", "mean", "variance", "gamma", "beta");
        for (int i = 0; i < names.size(); i++) {
            constants.put(names.get(i), parts.get(i));
        }
        long[] weights = parts.get(0).sizes();
        Graph graph = new Graph(
                "golden",
                List.of(new ValueInfo("x", type(new long[] {1, weights[1], 8, 8}))),
                List.of(new ValueInfo("y", type(new long[] {1, weights[0], 6, 6}))),
                List.of(
                        Node.of("conv", "Conv", List.of("x", "w", "b"), "c"),
                        Node.of(
                                "norm",
                                "BatchNormalization",
                                List.of("c", "gamma", "beta", "mean", "variance"),
                                "y",
                                Attributes.of("epsilon", real(vector.get("attrs"), "eps")))),
                constants,
                Map.of());
        Graph folded = FoldBatchNorm.of(graph);
        assertThat(folded.nodes()).hasSize(1);
        Node conv = folded.nodes().get(0);
        assertThat(folded.constant(conv, 1).orElseThrow().floats())
                .containsExactly(tensor(vector.get("w")).floats(), within(TOLERANCE));
        assertThat(folded.constant(conv, 2).orElseThrow().floats())
                .containsExactly(tensor(vector.get("b")).floats(), within(TOLERANCE));
    }

    // ---- losses

    private void compareLoss(JsonNode vector) {
        String name = vector.get("op").asText();
        Refinements none = Refinements.NONE;
        Refinements refinements = new Refinements(
                Optional.empty(),
                new Refinements.Regularization(name.equals("CrossEntropy_ls0.1") ? 0.1 : 0, 0),
                1,
                none.augmentation(),
                name.equals("KD_KL_T4") ? Optional.of(new Distillation(1, 4)) : Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Map<String, PtNDArray> arrays = lossArrays(vector);
        PtNDArray logits = arrays.get("logits");
        PtNDArray loss = loss(refinements, arrays);
        assertThat(loss.getFloat())
                .as(name)
                .isCloseTo((float) vector.get("loss").asDouble(), within(TOLERANCE));
        backward(loss, Tensor.ofFloats(new float[] {1}));
        assertClose(name + ", gradient", logits.getGradient(), vector.get("dx"));
    }

    private Map<String, PtNDArray> lossArrays(JsonNode vector) {
        JsonNode inputs = vector.get("inputs");
        int[] labels = new int[inputs.get(1).get("data").size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = inputs.get(1).get("data").get(i).asInt();
        }
        Map<String, PtNDArray> arrays = new HashMap<>();
        PtNDArray logits = Arrays.array(manager, tensor(inputs.get(0)));
        logits.setRequiresGradient(true);
        arrays.put("logits", logits);
        arrays.put("teacher", Arrays.array(manager, tensor(inputs.get(2))));
        arrays.put(LossProgram.LABELS, Arrays.labels(manager, labels));
        return arrays;
    }

    private PtNDArray loss(Refinements refinements, Map<String, PtNDArray> arrays) {
        TorchProgram program = new TorchProgram();
        Optional<String> teacher = refinements.distillation().map(d -> program.argument("teacher"));
        LossProgram loss = LossProgram.of(program, program.argument("logits"), teacher, refinements);
        return run(program, List.of(loss.loss(), loss.hits()), arrays);
    }

    @Test
    void aMixedLossIsTheMixtureOfTwo() throws Exception {
        JsonNode vector = cases().stream()
                .filter(candidate -> candidate.get("op").asText().equals("CrossEntropy"))
                .findFirst()
                .orElseThrow();
        Map<String, PtNDArray> arrays = lossArrays(vector);
        int[] others = {0, 1, 2, 3, 4};
        arrays.put(LossProgram.OTHER_LABELS, Arrays.labels(manager, others));
        arrays.put(LossProgram.SHARE, Arrays.array(manager, new float[] {0.3f}, 1));
        Refinements none = Refinements.NONE;
        Refinements mixing = new Refinements(
                none.warmUp(),
                none.regularization(),
                1,
                new Augmentation(0, 0, false, 0, 0.2),
                none.distillation(),
                none.averaging(),
                none.earlyStop());
        float own = (float) vector.get("loss").asDouble();
        float mixed = loss(mixing, arrays).getFloat();
        arrays.put(LossProgram.LABELS, Arrays.labels(manager, others));
        float other = loss(none, arrays).getFloat();
        assertThat(mixed).isCloseTo(0.3f * own + 0.7f * other, within(1e-5f));
    }

    // ---- running

    private Map<String, PtNDArray> arrays(Graph graph, List<Tensor> inputs) {
        Map<String, PtNDArray> arrays = new HashMap<>();
        graph.constants().forEach((name, tensor) -> arrays.put(name, Arrays.array(manager, tensor)));
        arrays.put("x0", Arrays.array(manager, inputs.get(0)));
        return arrays;
    }

    /** The only output, as a training or plainly computed. */
    private PtNDArray forward(Graph graph, boolean trains, Map<String, PtNDArray> arrays) {
        Facts facts = ShapeInference.of(graph, operators);
        TrainingSettings settings =
                new TrainingSettings(1, 2, 1, Optimizer.sgd(), Schedule.CONSTANT, 0, BatchNormMode.KEEP, 0);
        GraphCompiler.Weaving weaving = trains
                ? new TrainingProgram(graph, operators, settings, Optional.empty(), Optional.empty())
                : GraphCompiler.Weaving.NONE;
        TorchProgram program = new TorchProgram();
        return run(program, GraphCompiler.write(graph, facts, operators, weaving, program), arrays);
    }

    private PtNDArray run(TorchProgram program, List<String> results, Map<String, PtNDArray> arrays) {
        try (PtSymbolBlock module = engine.load(List.of(program.method("forward", results)))) {
            NDList arguments = new NDList();
            for (String argument : program.arguments()) {
                PtNDArray array = arrays.get(argument);
                array.setName("p[]");
                arguments.add(array);
            }
            JniUtils.setGradMode(true);
            NDList outputs = IValueUtils.forward(module, arguments, true);
            return (PtNDArray) outputs.get(0);
        }
    }

    private void backward(PtNDArray result, Tensor gradient) {
        JniUtils.backward(result, Arrays.array(manager, gradient), false, false);
        JniUtils.setGradMode(false);
    }

    private static void assertClose(String what, NDArray actual, JsonNode expected) {
        try (NDArray detached = actual.stopGradient()) {
            assertThat(detached.toFloatArray())
                    .as(what)
                    .containsExactly(tensor(expected).floats(), within(TOLERANCE));
        }
    }

    private static Tensor tensor(JsonNode json) {
        float[] values = new float[json.get("data").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) json.get("data").get(i).asDouble();
        }
        long[] sizes = new long[json.get("shape").size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = json.get("shape").get(i).asLong();
        }
        return Tensor.ofFloats(values, sizes);
    }
}
