package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.SampleShapes;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of a network's constants a training changes: those it learned, of whatever operator, and no other. */
class TrainedParametersTest {

    private static final List<String> LEARNED = List.of(
            "conv_w",
            "conv_b",
            "slope",
            "group_s",
            "group_b",
            "up_w",
            "up_b",
            "instance_s",
            "instance_b",
            "embedding",
            "layer_s",
            "layer_b",
            "mat_w",
            "out_w",
            "out_b");
    private static final List<String> FIXED = List.of("offset", "factor");

    private final OperatorTable operators = OperatorTable.standard();
    private final Random random = new Random(3);
    private final Dataset data = SampleShapes.generate(256, 5);
    private TorchEngine engine;
    private ExecutorService loaders;

    @BeforeEach
    void open() {
        engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 2));
        loaders = Executors.newSingleThreadExecutor();
    }

    @AfterEach
    void close() {
        loaders.shutdownNow();
        engine.close();
    }

    private float[] values(int count, float mean, float spread) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = mean + spread * (float) random.nextGaussian();
        }
        return values;
    }

    /** What nine operators learned between a fixed offset at the start and a fixed factor at the end. */
    private Graph network() {
        return new TestModel(21)
                .input("x", "N", 3, 32, 32)
                .output("y")
                .floats("offset", new float[] {-0.4f, -0.5f, -0.6f}, 1, 3, 1, 1)
                .floats("conv_w", values(8 * 3 * 9, 0, 0.2f), 8, 3, 3, 3)
                .floats("conv_b", values(8, 0, 0.1f), 8)
                .floats("slope", values(8, 0.2f, 0.05f), 8, 1, 1)
                .floats("group_s", values(8, 1, 0.1f), 8)
                .floats("group_b", values(8, 0, 0.1f), 8)
                .floats("up_w", values(8 * 6 * 4, 0, 0.2f), 8, 6, 2, 2)
                .floats("up_b", values(6, 0, 0.1f), 6)
                .floats("instance_s", values(6, 1, 0.1f), 6)
                .floats("instance_b", values(6, 0, 0.1f), 6)
                .floats("embedding", values(64 * 64, 0, 0.1f), 64, 64)
                .longs("tokens", 0, 6, 64)
                .floats("layer_s", values(64, 1, 0.1f), 64)
                .floats("layer_b", values(64, 0, 0.1f), 64)
                .floats("mat_w", values(64 * 16, 0, 0.2f), 64, 16)
                .floats("out_w", values(10 * 96, 0, 0.2f), 10, 96)
                .floats("out_b", values(10, 0, 0.1f), 10)
                .floats("factor", new float[] {1, 1, 1, 1, 1, 1.5f, 1, 1, 1, 1}, 10)
                .node("Add", "centred", List.of("x", "offset"))
                .node("Conv", "c", List.of("centred", "conv_w", "conv_b"), "strides", new long[] {4, 4})
                .node("PRelu", "p", List.of("c", "slope"))
                .node("GroupNormalization", "g", List.of("p", "group_s", "group_b"), "num_groups", 2)
                .node("ConvTranspose", "u", List.of("g", "up_w", "up_b"), "strides", new long[] {2, 2})
                .node("InstanceNormalization", "i", List.of("u", "instance_s", "instance_b"))
                .node("AveragePool", "a", List.of("i"), "kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2})
                .node("Reshape", "t", List.of("a", "tokens"))
                .node("ArgMax", "strongest", List.of("t"), "axis", 2, "keepdims", 0)
                .node("Gather", "e", List.of("embedding", "strongest"))
                .node("Add", "sum", List.of("t", "e"))
                .node("LayerNormalization", "l", List.of("sum", "layer_s", "layer_b"), "axis", -1)
                .node("MatMul", "m", List.of("l", "mat_w"))
                .node("Flatten", "f", List.of("m"))
                .node("Gemm", "o", List.of("f", "out_w", "out_b"), "transB", 1)
                .node("Mul", "y", List.of("o", "factor"))
                .read();
    }

    @Test
    void everyLearnedConstantIsTrainedAndNoOther() {
        Graph graph = network();
        TrainingSettings recipe =
                new TrainingSettings(4, 16, 0.01, Optimizer.sgd(), Schedule.CONSTANT, 0, BatchNormMode.KEEP, 1);
        try (Training training = new Training(graph, operators, recipe, Optional.empty(), engine)) {
            double first = training.epoch(0, data, InputFormat.pictures(), loaders, Progress.NONE)
                    .loss();
            double last = first;
            for (int epoch = 1; epoch < 4; epoch++) {
                last = training.epoch(epoch, data, InputFormat.pictures(), loaders, Progress.NONE)
                        .loss();
            }
            assertThat(last).isLessThan(first - 0.1);
            Graph trained = training.trained();
            List<String> changed = graph.constants().keySet().stream()
                    .filter(name -> graph.constants().get(name).type().isFloat())
                    .filter(name -> differ(
                            graph.constants().get(name), trained.constants().get(name)))
                    .toList();
            assertThat(changed).doesNotContainAnyElementsOf(FIXED);
            assertThat(changed).hasSameSizeAs(LEARNED).containsAll(LEARNED);
        }
    }

    private static boolean differ(Tensor a, Tensor b) {
        return !java.util.Arrays.equals(a.floats(), b.floats());
    }
}
