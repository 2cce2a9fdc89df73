package org.bitscale.experiment.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.ActivationScaling;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.Target;
import org.bitscale.quant.WeightFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {

    private static final PlanSettings MIXED = new PlanSettings(
            WeightFormat.CODEBOOK,
            4,
            6,
            Granularity.TENSOR,
            0,
            8,
            7,
            Map.of("conv: 1", LayerOverride.parse("mxfp4:A3"), "fc", LayerOverride.parse("float")),
            new RangeRule.Mse(),
            new RangeRule.Percentile(99.9),
            Target.ONNXRUNTIME,
            ActivationScaling.STATIC);

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(PlanFile.parse(PlanFile.write(MIXED), "plan.yaml")).isEqualTo(MIXED);
        assertThat(PlanFile.parse(PlanFile.write(PlanSettings.of(2, 4)), "plan.yaml"))
                .isEqualTo(PlanSettings.of(2, 4));
        assertThat(PlanFile.parse(PlanFile.write(MIXED.with(Target.TENSORRT)), "plan.yaml"))
                .isEqualTo(MIXED.with(Target.TENSORRT));
        assertThat(PlanFile.parse(PlanFile.write(MIXED.with(ActivationScaling.DYNAMIC)), "plan.yaml"))
                .isEqualTo(MIXED.with(ActivationScaling.DYNAMIC));
    }

    @Test
    void theTextIsForPeople() {
        assertThat(PlanFile.write(MIXED))
                .isEqualTo(
                        """
                weights: 4
                activations: 6
                granularity: tensor
                weight_format: codebook
                edge_bits: 8
                arithmetic_bits: 7
                weight_range: mse
                activation_range: percentile 99.9
                layers:
                  'conv: 1': mxfp4_e2m1:A3
                  fc: float
                """);
    }

    @Test
    void whatIsNotSaidIsUsual() {
        assertThat(PlanFile.parse("{\"weights\": 3}", "plan.json")).isEqualTo(PlanSettings.of(3, 8));
    }

    @Test
    void saysWhereItIsWrong(@TempDir Path folder) {
        assertThatThrownBy(() -> PlanFile.parse("weights: 4\nactivation: 4\n", "my.yaml"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("my.yaml")
                .hasMessageContaining("2")
                .hasMessageContaining("activations");
        assertThatThrownBy(() -> PlanFile.parse("weights: 17\n", "my.yaml"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("of at least 1 and at most 16");
        assertThatThrownBy(() -> PlanFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Plan file")
                .hasMessageContaining("does not exist");
    }
}
