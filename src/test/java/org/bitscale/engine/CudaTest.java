package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.SampleShapes;
import org.bitscale.data.augment.Augmentation;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.zoo.ResidualNetwork;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The GPU: where there is none one line says so, where there is one it computes what the CPU computes. */
class CudaTest {

    private static boolean hasCuda() {
        try (TorchEngine engine = TorchEngine.open(EngineSettings.standard())) {
            assertThat(engine.version()).isNotEmpty();
            return Engine.getEngine("PyTorch").getGpuCount() > 0;
        }
    }

    @Test
    void withoutAGpuOneLineSaysWhatIsExpected() {
        Assumptions.assumeFalse(hasCuda(), "skipped: this machine has a CUDA device");
        assertThatThrownBy(() -> TorchEngine.open(new EngineSettings(EngineSettings.Device.CUDA, 1)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("No CUDA device is usable here")
                .hasMessageContaining("--device cpu")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aGpuTrainsAsTheCpuDoes() {
        Assumptions.assumeTrue(hasCuda(), "skipped: this machine has no CUDA device");
        Graph graph = ResidualNetwork.of(1, 3, 32, 32, 10, 3);
        Dataset data = SampleShapes.generate(128, 5);
        Refinements refinements = new Refinements(
                Optional.of(new WarmUp(1, 0.1)),
                new Refinements.Regularization(0.1, 1),
                2,
                new Augmentation(4, 0, true, 8, 0.2),
                Optional.of(new Distillation(0.5, 4)),
                Optional.of(new Averaging(0.9)),
                Optional.empty());
        TrainingSettings recipe = new TrainingSettings(
                2, 32, 0.01, Optimizer.adamW(), Schedule.COSINE, 0.01, BatchNormMode.KEEP, 1, refinements);
        List<Double> losses = new ArrayList<>();
        ExecutorService loaders = Executors.newSingleThreadExecutor();
        try {
            for (EngineSettings.Device device : EngineSettings.Device.values()) {
                try (TorchEngine engine = TorchEngine.open(new EngineSettings(device, 2));
                        Training training = new Training(
                                graph,
                                OperatorTable.standard(),
                                recipe,
                                Optional.empty(),
                                Optional.of(graph),
                                Optional.empty(),
                                engine)) {
                    training.epoch(0, data, InputFormat.pictures(), loaders, Progress.NONE);
                    losses.add(training.epoch(1, data, InputFormat.pictures(), loaders, Progress.NONE)
                            .loss());
                    assertThat(training.trained().constants()).hasSameSizeAs(graph.constants());
                }
            }
        } finally {
            loaders.shutdownNow();
        }
        assertThat(losses.get(1)).isCloseTo(losses.get(0), within(1e-2));
    }
}
