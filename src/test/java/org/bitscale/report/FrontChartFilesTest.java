package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Direction;
import org.bitscale.eval.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class FrontChartFilesTest {
    private static final List<FrontPoint> POINTS = List.of(
            point("float32", "Float", 310, 9273, true),
            point("W8A8 <min-max> & µ", "PTQ", 80, 9234, false),
            point("W4A4", "LSQ", 42, 9247, true),
            point("W2A2", "LSQ", 23, 9016, true));

    @TempDir
    Path folder;

    private static FrontPoint point(String label, String series, double kib, int correct, boolean onFront) {
        Accuracy accuracy = Accuracy.of(correct, 10_000);
        return point(label, series, kib * Sizes.KIB, accuracy.value(), accuracy.interval(), onFront);
    }

    private static FrontPoint point(
            String label, String series, double bytes, double accuracy, Interval interval, boolean onFront) {
        FrontPoint.Standing standing = onFront ? FrontPoint.Standing.FRONT : FrontPoint.Standing.OFF;
        return new FrontPoint(label, series, bytes, Optional.empty(), accuracy, Optional.of(interval), standing, false);
    }

    private static FrontChart chart(List<FrontPoint> points, ChartTheme theme) {
        return new FrontChart(
                "ResNet-8 on Fashion-MNIST",
                new ChartAxis("Packed size", AxisUnit.BYTES, Direction.MINIMISE),
                new ChartAxis("Accuracy", AxisUnit.SHARE, Direction.MAXIMISE),
                points,
                List.of(),
                theme);
    }

    @Test
    void thePngHasTheSizeAskedForAndTheThemesGround() throws IOException {
        Path file = folder.resolve("chart.png");
        chart(POINTS, ChartTheme.dark()).writePng(file, 900, 600);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(900);
        assertThat(image.getHeight()).isEqualTo(600);
        assertThat(new Color(image.getRGB(0, 0))).isEqualTo(ChartTheme.dark().background());
        assertThat(new Color(image.getRGB(899, 599)))
                .isEqualTo(ChartTheme.dark().background());
        assertThat(colours(image))
                .contains(ChartTheme.dark().seriesColour(0), ChartTheme.dark().seriesColour(2));
    }

    private static List<Color> colours(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(pixels).distinct().mapToObj(Color::new).toList();
    }

    @Test
    void theSvgIsWellFormedAndNamesEverything() throws Exception {
        Path file = folder.resolve("chart.svg");
        chart(POINTS, ChartTheme.light()).writeSvg(file, 900, 600);
        Document document;
        try (InputStream stream = Files.newInputStream(file)) {
            document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
        }
        assertThat(document.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 900 600");
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("ResNet-8 on Fashion-MNIST");
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .contains("LSQ, W4A4: 42.0 KiB, 92.47 % (91.9–93.0), on the Pareto front");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < document.getElementsByTagName("text").getLength(); i++) {
            texts.add(document.getElementsByTagName("text")
                    .item(i)
                    .getTextContent()
                    .trim());
        }
        assertThat(texts)
                .contains(
                        "float32",
                        "W8A8 <min-max> & µ",
                        "W4A4",
                        "W2A2",
                        "Float",
                        "PTQ",
                        "LSQ",
                        "Pareto front",
                        "Packed size (KiB, logarithmic)",
                        "92.5");
    }

    @Test
    void theSameChartGivesTheSameFile() throws IOException {
        for (String name : List.of("a.svg", "b.svg")) {
            chart(POINTS, ChartTheme.light()).writeSvg(folder.resolve(name), 640, 480);
        }
        assertThat(folder.resolve("a.svg")).hasSameTextualContentAs(folder.resolve("b.svg"));
    }

    @Test
    void drawsOnePointManyEqualOnesAndNoneOnTheFront() throws IOException {
        Path file = folder.resolve("chart.png");
        chart(POINTS.subList(0, 1), ChartTheme.light()).writePng(file, 320, 240);
        chart(Collections.nCopies(50, POINTS.get(2)), ChartTheme.light()).writePng(file, 900, 600);
        chart(POINTS.subList(1, 2), ChartTheme.light()).writePng(file, 900, 600);
        FrontPoint perfect = point("", "s", 0.1, 1, new Interval(1, 1), true);
        FrontPoint useless = point("", "s", 1e12, 0, new Interval(0, 0), false);
        chart(List.of(perfect, useless), ChartTheme.light()).writePng(file, 900, 600);
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void labelsWithoutRoomAreCounted() throws IOException {
        Path file = folder.resolve("chart.svg");
        chart(Collections.nCopies(80, POINTS.get(1)), ChartTheme.light()).writeSvg(file, 900, 600);
        assertThat(Files.readString(file)).contains("points without room for their labels");
        chart(POINTS, ChartTheme.light()).writeSvg(file, 900, 600);
        assertThat(Files.readString(file)).doesNotContain("without room");
    }

    @Test
    void anOldFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("chart.png"), "old");
        chart(POINTS, ChartTheme.light()).writePng(file, 400, 300);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(400);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
        FrontChart chart = chart(POINTS, ChartTheme.light());
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> chart.writePng(missing.resolve("c.png"), 400, 300))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + missing.resolve("c.png") + ": folder " + missing + " does not exist");
        Path plain = Files.writeString(folder.resolve("plain"), "");
        assertThatThrownBy(() -> chart.writeSvg(plain.resolve("c.svg"), 400, 300))
                .hasMessage("cannot write " + plain.resolve("c.svg") + ": folder " + plain + " is not a folder");
        assertThatThrownBy(() -> chart.writePng(folder, 400, 300))
                .hasMessage("cannot write " + folder + ": it is a folder");
        String tooLong = "x".repeat(300) + ".png";
        assertThatThrownBy(() -> chart.writePng(folder.resolve(tooLong), 400, 300))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + folder.resolve(tooLong) + " (")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> chart(List.of(), ChartTheme.light()))
                .hasMessage("a trade-off chart needs at least one point, but there are none");
        FrontChart chart = chart(POINTS, ChartTheme.light());
        assertThatThrownBy(() -> chart.writePng(folder.resolve("c.png"), 100, 600))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a chart of 100 × 600 pixels was asked for, but it needs 320 × 240 to 16384 × 16384");
    }
}
