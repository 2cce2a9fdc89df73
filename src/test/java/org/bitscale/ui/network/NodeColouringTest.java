package org.bitscale.ui.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;
import org.bitscale.ui.network.NodeColouring.Entry;
import org.bitscale.ui.network.NodeColouring.Scale;
import org.bitscale.ui.network.NodeColouring.Sum;
import org.junit.jupiter.api.Test;

class NodeColouringTest {

    private static NodeColouring colouring(Scale scale, Sum sum) {
        return new NodeColouring(
                "t",
                scale,
                sum,
                Map.of("a", new Entry(0, "0"), "b", new Entry(10, "10"), "c", new Entry(1000, "1000")),
                value -> Long.toString(Math.round(value)));
    }

    @Test
    void quantitiesGoFromOneEndOfTheScaleToTheOther() {
        NodeColouring linear = colouring(Scale.LINEAR, Sum.TOTAL);

        assertThat(linear.colour(new Entry(0, ""))).isEqualTo(ColourScale.sequential(0));
        assertThat(linear.colour(new Entry(500, ""))).isEqualTo(ColourScale.sequential(0.5));
        assertThat(linear.colour(new Entry(Double.POSITIVE_INFINITY, ""))).isEqualTo(ColourScale.sequential(1));
    }

    @Test
    void magnitudesAreEvenlySpacedAndZeroIsTheSmallest() {
        NodeColouring logarithmic = colouring(Scale.LOGARITHMIC, Sum.TOTAL);

        assertThat(logarithmic.smallest()).isEqualTo(10);
        assertThat(logarithmic.colour(new Entry(0, ""))).isEqualTo(ColourScale.sequential(0));
        assertThat(logarithmic.colour(new Entry(100, ""))).isEqualTo(ColourScale.sequential(0.5));
    }

    @Test
    void aCollapsedBlockHasTheNumberOfItsMembersTogether() {
        List<String> members = List.of("b", "c", "unknown");

        assertThat(colouring(Scale.LINEAR, Sum.TOTAL).of("block", members)).contains(new Entry(1010, "1010"));
        assertThat(colouring(Scale.LINEAR, Sum.LARGEST).of("block", members)).contains(new Entry(1000, "1000"));
        assertThat(colouring(Scale.LINEAR, Sum.SMALLEST).of("block", members)).contains(new Entry(10, "10"));
        assertThat(colouring(Scale.LINEAR, Sum.TOTAL).of("block", List.of("unknown")))
                .isEmpty();
        assertThat(colouring(Scale.LINEAR, Sum.TOTAL).of("a", List.of())).contains(new Entry(0, "0"));
    }

    @Test
    void bitsHaveAColourEachAndAMixedBlockHasNone() {
        NodeColouring bits = new NodeColouring(
                "t",
                Scale.BITS,
                Sum.TOTAL,
                Map.of("a", new Entry(4, "W4A8"), "b", new Entry(4, "W4A8"), "c", new Entry(32, "float")),
                value -> "");

        assertThat(bits.bits()).containsExactly(4, 32);
        assertThat(bits.of("block", List.of("a", "b"))).contains(new Entry(4, "W4A8"));
        assertThat(bits.of("block", List.of("a", "c"))).isEmpty();
    }

    @Test
    void textCanBeReadOnEveryColour() {
        for (double share = 0; share <= 1; share += 0.05) {
            Color ground = ColourScale.sequential(share);
            double text = ColourScale.luminance(ColourScale.textOn(ground));
            double under = ColourScale.luminance(ground);
            double contrast = (Math.max(text, under) + 0.05) / (Math.min(text, under) + 0.05);
            assertThat(contrast).isGreaterThan(4);
        }
    }
}
