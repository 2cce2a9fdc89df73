package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitscale.deploy.Processor;
import org.junit.jupiter.api.Test;

class SpeedReasonsTest {

    private static final Processor OLD = new Processor("old", "amd64", true, Set.of(Processor.Feature.AVX2));
    private static final Processor NEW = new Processor("new", "amd64", true, Set.of(Processor.Feature.AVX_VNNI));
    private static final Processor UNKNOWN = new Processor("unknown", "amd64", false, Set.of());

    private static LayerTime node(String operator, String layer, double microseconds) {
        return new LayerTime(operator + "_" + layer, operator, Optional.of(layer), microseconds);
    }

    private static final List<LayerTime> REAL =
            List.of(node("Conv", "a", 40), node("Conv", "b", 20), node("Conv", "c", 10), node("FusedGemm", "d", 10));
    private static final List<LayerTime> QUANTIZED = List.of(
            node("QuantizeLinear", "a", 15),
            node("QLinearConv", "a", 20),
            node("QLinearConv", "b", 35),
            node("DequantizeLinear", "c", 5),
            node("Conv", "c", 14),
            node("QGemm", "d", 10.5),
            new LayerTime("loose", "Cast", Optional.empty(), 0.5));

    @Test
    void whatIsSlowerAndByHowMuch() {
        SpeedReasons reasons = SpeedReasons.of(QUANTIZED, REAL, OLD);
        assertThat(reasons.microseconds()).isEqualTo(100);
        assertThat(reasons.floatMicroseconds()).isEqualTo(80);
        assertThat(reasons.conversionShare()).isEqualTo(0.205, within(1e-12));
        assertThat(reasons.floatLayers()).containsExactly("c");
        assertThat(reasons.slower())
                .containsExactly(
                        new SpeedReasons.Slower("b", "QLinearConv", 35, 20),
                        new SpeedReasons.Slower("c", "Conv", 14, 10));
    }

    @Test
    void instructionsAreMissedOnlyWhereTheyAreKnownToBe() {
        assertThat(SpeedReasons.of(QUANTIZED, REAL, OLD).withoutDotProducts()).isTrue();
        assertThat(SpeedReasons.of(QUANTIZED, REAL, NEW).withoutDotProducts()).isFalse();
        assertThat(SpeedReasons.of(QUANTIZED, REAL, UNKNOWN).withoutDotProducts())
                .isFalse();
    }
}
