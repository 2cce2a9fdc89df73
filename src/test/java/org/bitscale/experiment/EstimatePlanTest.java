package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.Progress;
import org.bitscale.engine.EngineSettings;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatePlanTest {

    private static final Path MODEL = Path.of("sample-models/shapes_resnet8.onnx");
    private static final DataOptions DATA =
            new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(150), 0);
    private static final int CALIBRATION = 40;

    @TempDir
    private Path folder;

    @Test
    void onAllExamplesItIsWhatATrialMeasures() {
        List<PlanSettings> plans = List.of(
                new PlanSettings(
                        4, 4, Granularity.TENSOR, 8, 8, Map.of("stage2.block1.conv1", LayerOverride.parse("float"))),
                PlanSettings.of(3, 5),
                new PlanSettings(
                        5, 3, Granularity.CHANNEL, 6, 4, Map.of("stage1.block1.conv2", LayerOverride.parse("W2A7"))));
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            for (PlanSettings plan : plans) {
                // The second and third estimate find the network warm.
                PlanEstimate estimate = new EstimatePlan(workbench, Progress.NONE)
                        .run(new EstimateRequest(MODEL, DATA, plan, CALIBRATION, 1000));
                QuantizeResult trial = new Quantize(workbench, Progress.NONE)
                        .run(QuantizeRequest.ptq(
                                MODEL, DATA, plan, CALIBRATION, Layout.SMALL, folder.resolve("quantized.onnx")));
                assertThat(estimate.accuracy()).isEqualTo(trial.validation().accuracy());
                assertThat(estimate.loss()).isEqualTo(trial.validation().loss());
                assertThat(estimate.floatAccuracy())
                        .isEqualTo(trial.baseline().validation().accuracy());
                assertThat(estimate.floatLoss())
                        .isEqualTo(trial.baseline().validation().loss());
                assertThat(estimate.packedBytes()).isEqualTo(trial.packedBytes());
                assertThat(estimate.floatPackedBytes()).isEqualTo(trial.floatPackedBytes());
                assertThat(estimate.bops())
                        .isEqualTo(trial.layers().stream()
                                .mapToLong(LayerRecord::bops)
                                .sum());
                assertThat(estimate.agreement().total()).isEqualTo(150);
            }
        }
    }

    @Test
    void aLayersErrorGrowsAsItsBitsShrink() {
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            PlanEstimate fine = estimate(workbench, Map.of());
            PlanEstimate coarse = estimate(workbench, Map.of("stage2.block1.conv1", LayerOverride.parse("W3A8")));
            assertThat(fine.layers()).hasSize(10);
            assertThat(error(fine, "stem")).isGreaterThan(30).isEqualTo(error(coarse, "stem")); // comes before
            assertThat(error(coarse, "stage2.block1.conv1")).isLessThan(error(fine, "stage2.block1.conv1") - 6);
            assertThat(coarse.layers())
                    .filteredOn(layer -> layer.layer().equals("stage2.block1.conv1"))
                    .extracting(PlanEstimate.LayerError::scheme)
                    .containsExactly("W3A8");
        }
    }

    private static PlanEstimate estimate(Workbench workbench, Map<String, LayerOverride> layers) {
        PlanSettings plan = new PlanSettings(8, 8, Granularity.CHANNEL, 8, 8, layers);
        return new EstimatePlan(workbench, Progress.NONE).run(new EstimateRequest(MODEL, DATA, plan, CALIBRATION, 20));
    }

    private static double error(PlanEstimate estimate, String layer) {
        return estimate.layers().stream()
                .filter(error -> error.layer().equals(layer))
                .findFirst()
                .orElseThrow()
                .sqnr();
    }
}
