package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.Progress;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.QatMethod;
import org.bitscale.experiment.spec.RecipeFile;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method of training through quantizers, from the float network to a file that ONNX Runtime runs. */
class QatMethodsTest {

    @TempDir
    private Path folder;

    /** Also what goes below zero, at the additions, has few bits. */
    @ParameterizedTest
    @EnumSource(QatMethod.class)
    void whatIsSimulatedIsWhatOnnxRuntimePredicts(QatMethod method) {
        try (Workbench workbench = new Workbench(new EngineSettings(EngineSettings.Device.CPU, 2))) {
            QuantizeResult result = new Quantize(workbench, Progress.NONE)
                    .run(QuantizeRequest.qat(
                            Path.of("sample-models/shapes_resnet8.onnx"),
                            new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(128), 0),
                            new PlanSettings(3, 3, Granularity.CHANNEL, 8, 5, Map.of()),
                            method,
                            RecipeFile.settings(Map.of("epochs", 1, "batch_size", 32), 0.01, BatchNormMode.KEEP),
                            64,
                            Layout.FAST,
                            folder.resolve("q.onnx")));
            assertThat(result.verification().agreement().share()).isEqualTo(1);
            assertThat(result.method()).isEqualTo("QAT " + method.title());
        }
    }
}
