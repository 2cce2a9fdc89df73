package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.bitscale.eval.Direction;
import org.junit.jupiter.api.Test;

class CurveChartTest {
    private static final ChartAxis LOSS = new ChartAxis("Training loss", AxisUnit.NATS, Direction.MINIMISE);

    @Test
    void curvesKeepTheirNamesEvenEqualOnes() throws IOException {
        Curve falling = new Curve(
                "W4A4 LSQ",
                DoubleStream.iterate(2, loss -> loss * 0.7).limit(12).boxed().toList());
        Curve slower = new Curve("W4A4 LSQ", List.of(2.2, 1.9, 1.7, 1.6));
        Curve single = new Curve("W2A2 LSQ", List.of(1.0));
        CurveChart chart = new CurveChart("Loss", LOSS, List.of(falling, slower, single), ChartTheme.dark());
        Path target = Files.createDirectories(Path.of("target", "charts"));
        chart.writePng(target.resolve("curves.png"), 900, 450);
        assertThat(chart.picture().description()).contains("W2A2 LSQ: 1.0000", "W4A4 LSQ: 2.2000, 1.9000");
        String svg = new String(chart.picture().svg(900, 450), StandardCharsets.UTF_8);
        assertThat(svg)
                .containsPattern(">W4A4 LSQ</text")
                .containsPattern(">W2A2 LSQ</text")
                .contains("Epoch");
    }

    @Test
    void oneEpochIsDrawn() throws IOException {
        Curve single = new Curve("a", List.of(0.0));
        assertThat(new CurveChart("", LOSS, List.of(single), ChartTheme.light())
                        .picture()
                        .svg(400, 300))
                .isNotEmpty();
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> new CurveChart("", LOSS, List.of(new Curve("a", List.of())), ChartTheme.light()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one value");
    }
}
