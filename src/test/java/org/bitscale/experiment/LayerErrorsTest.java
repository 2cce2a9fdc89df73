package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.engine.EngineSettings;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerErrorsTest {

    private static final Path MODEL = Path.of("sample-models/shapes_resnet8.onnx");
    private static final DataOptions DATA =
            new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(60), 0);

    @Test
    void aFileHasTheErrorsOfItsEstimate(@TempDir Path folder) {
        Path file = folder.resolve("w3a5.onnx");
        PlanSettings plan = PlanSettings.of(3, 5);
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            new Quantize(workbench, Progress.NONE).run(QuantizeRequest.ptq(MODEL, DATA, plan, 40, Layout.SMALL, file));
            PlanEstimate estimate =
                    new EstimatePlan(workbench, Progress.NONE).run(new EstimateRequest(MODEL, DATA, plan, 40, 256));
            List<PlanEstimate.LayerError> errors = new LayerErrors(workbench, Progress.NONE).run(MODEL, file, DATA);
            assertThat(errors)
                    .extracting(PlanEstimate.LayerError::layer)
                    .containsExactlyElementsOf(estimate.layers().stream()
                            .map(PlanEstimate.LayerError::layer)
                            .toList());
            for (int i = 0; i < errors.size(); i++) {
                assertThat(errors.get(i).sqnr())
                        .isEqualTo(estimate.layers().get(i).sqnr());
            }
            assertThatThrownBy(() -> new LayerErrors(workbench, Progress.NONE).run(file, MODEL, DATA))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("holds no quantizers; give the float network first");
        }
    }
}
