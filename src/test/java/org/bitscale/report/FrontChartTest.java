package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.bitscale.eval.Direction;
import org.bitscale.eval.Interval;
import org.bitscale.report.FrontPoint.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontChartTest {
    private static final ChartAxis SIZE = new ChartAxis("Packed size", AxisUnit.BYTES, Direction.MINIMISE);
    private static final ChartAxis ACCURACY = new ChartAxis("Accuracy", AxisUnit.SHARE, Direction.MAXIMISE);
    private static final ChartAxis LATENCY = new ChartAxis("Latency", AxisUnit.MILLISECONDS, Direction.MINIMISE);

    @TempDir
    Path folder;

    private static FrontPoint point(String label, String series, double x, double y, Standing standing, boolean knee) {
        Interval bar = new Interval(Math.max(0, y - 0.01), y + 0.01);
        return new FrontPoint(label, series, x, Optional.empty(), y, Optional.of(bar), standing, knee);
    }

    static FrontChart sizeAndAccuracy(ChartTheme theme) {
        return new FrontChart(
                "ResNet-8, λ = 0.1 µ",
                SIZE,
                ACCURACY,
                List.of(
                        point("float32", "FLOAT", 310_000, 0.93, Standing.FRONT, false),
                        point("W8A8 PTQ", "PTQ", 81_000, 0.921, Standing.PERHAPS, false),
                        point("W4A4 PTQ", "PTQ", 42_100, 0.80, Standing.FAILED, false),
                        point("W8A8 LSQ", "LSQ", 81_500, 0.924, Standing.FRONT, false),
                        point("W4A4 LSQ", "LSQ", 42_000, 0.921, Standing.FRONT, true),
                        point("W3A3 LSQ", "LSQ", 32_000, 0.90, Standing.FRONT, false),
                        point("W2A2 LSQ", "LSQ", 23_000, 0.83, Standing.FAILED, false),
                        point("W3A3 STE", "STE", 32_000, 0.87, Standing.OFF, false)),
                List.of(new ChartLimit(false, true, 0.85), new ChartLimit(true, false, 200_000)),
                theme);
    }

    static FrontChart latencyAndLoss(ChartTheme theme) {
        ChartAxis loss = new ChartAxis("Loss", AxisUnit.NATS, Direction.MINIMISE);
        return new FrontChart(
                "",
                LATENCY,
                loss,
                List.of(
                        new FrontPoint(
                                "a",
                                "PTQ",
                                0.2,
                                Optional.of(new Interval(0.15, 0.3)),
                                2,
                                Optional.of(new Interval(1.5, 2.6)),
                                Standing.FRONT,
                                false),
                        point("b", "PTQ", 0.4, 0.4, Standing.FRONT, true),
                        point("c", "LSQ", 3, 0.1, Standing.FRONT, false),
                        point("d", "LSQ", 2.5, 0.9, Standing.OFF, false)),
                List.of(),
                theme);
    }

    @Test
    void everyThemeAndPairOfMeasuresIsDrawn() throws IOException {
        Path target = Files.createDirectories(Path.of("target", "charts"));
        for (ChartTheme theme : List.of(ChartTheme.light(), ChartTheme.dark())) {
            String name = theme.equals(ChartTheme.dark()) ? "dark" : "light";
            sizeAndAccuracy(theme).writePng(target.resolve("front-" + name + ".png"), 1000, 650);
            latencyAndLoss(theme).writePng(target.resolve("loss-" + name + ".png"), 1000, 650);
        }
        sizeAndAccuracy(ChartTheme.light()).writePng(target.resolve("front-small.png"), 400, 300);
        assertThat(target.resolve("front-small.png")).isNotEmptyFile();
    }

    @Test
    void theDescriptionTellsEverything() {
        Picture picture = sizeAndAccuracy(ChartTheme.light()).picture();
        assertThat(picture.description())
                .contains("LSQ, W4A4 LSQ: 41.0 KiB, 92.10 % (91.1–93.1), on the Pareto front, knee of the front\n")
                .contains("PTQ, W8A8 PTQ: 79.1 KiB, 92.10 % (91.1–93.1), within 95 % confidence of the Pareto front\n")
                .contains("PTQ, W4A4 PTQ: 41.1 KiB, 80.00 % (79.0–81.0), breaks a limit\n");
        assertThat(latencyAndLoss(ChartTheme.light()).picture().title()).isEqualTo("Loss against Latency");
        assertThat(latencyAndLoss(ChartTheme.light()).picture().description())
                .contains("PTQ, a: 200 µs (150 µs–300 µs), 2.0000 (1.5000–2.6000), on the Pareto front");
    }

    @Test
    void thePdfIsOnePageWithItsTitle() throws IOException {
        Path file = Files.createDirectories(Path.of("target", "charts")).resolve("front.pdf");
        sizeAndAccuracy(ChartTheme.light()).writePdf(file, 900, 600);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo(900);
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("ResNet-8, λ = 0.1 µ");
        }
    }

    @Test
    void theFrontStepsTowardsTheWorseSide() {
        List<FrontPoint> points =
                List.of(point("", "s", 2, 5, Standing.FRONT, false), point("", "s", 1, 3, Standing.FRONT, false));
        assertThat(steps(points, Direction.MINIMISE, Direction.MAXIMISE))
                .startsWith(new double[] {1, 3}, new double[] {2, 3}, new double[] {2, 5});
        List<FrontPoint> falling =
                List.of(point("", "s", 2, 3, Standing.FRONT, false), point("", "s", 1, 5, Standing.FRONT, false));
        assertThat(steps(falling, Direction.MAXIMISE, Direction.MAXIMISE).subList(1, 4))
                .containsExactly(new double[] {1, 5}, new double[] {1, 3}, new double[] {2, 3});
    }

    private static List<double[]> steps(List<FrontPoint> points, Direction across, Direction upwards) {
        AxisScale.Extent extent = new AxisScale.Extent(1, 5, 1, 5);
        ChartAxis axis = new ChartAxis("a", AxisUnit.NATS, across);
        return new FrontPlot(
                        points,
                        List.of(),
                        AxisScale.across(axis, extent, 900),
                        across,
                        AxisScale.upwards(axis, extent, 600),
                        upwards,
                        ChartTheme.light())
                .steps();
    }

    @Test
    void figuresAreShort() {
        assertThat(AxisUnit.COUNT.format(9_999)).isEqualTo("9999");
        assertThat(AxisUnit.COUNT.format(12_345)).isEqualTo("12.3 k");
        assertThat(AxisUnit.COUNT.format(812_900_000)).isEqualTo("813 M");
        assertThat(AxisUnit.COUNT.format(12.8e9)).isEqualTo("12.8 G");
        assertThat(AxisUnit.MILLISECONDS.format(0.0412)).isEqualTo("41.2 µs");
        assertThat(AxisUnit.BYTES.shown(1e6, 9e6).size()).isCloseTo(Sizes.MIB, within(0.0));
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> point("a", "s", -1, 0.5, Standing.OFF, false))
                .hasMessage("point 'a' stands at -1.0 and 0.5, but needs numbers of at least 0");
        assertThatThrownBy(() -> new ChartLimit(true, true, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChartAxis(" ", AxisUnit.BYTES, Direction.MINIMISE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
