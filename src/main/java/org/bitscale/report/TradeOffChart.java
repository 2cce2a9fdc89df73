package org.bitscale.report;

import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bitscale.eval.Direction;
import org.bitscale.report.FrontPoint.Standing;

/**
 * Accuracy against packed size, with confidence intervals as bars and the Pareto front as a stepped line: what accuracy
 * is to be had within a given size. A {@link FrontChart} of these two measures.
 */
public final class TradeOffChart {
    /** The smallest picture in which text is readable, in pixels. */
    public static final int MINIMUM_WIDTH = FrontChart.MINIMUM_WIDTH;

    /** The smallest picture in which text is readable, in pixels. */
    public static final int MINIMUM_HEIGHT = FrontChart.MINIMUM_HEIGHT;

    private final FrontChart chart;

    /**
     * A chart of some points.
     *
     * @param title above the chart, may be empty
     * @param points at least one, in the legend's order of series
     * @param theme the looks
     * @throws IllegalArgumentException if there are no points
     */
    public TradeOffChart(String title, List<TradeOffPoint> points, ChartTheme theme) {
        this.chart = new FrontChart(
                Objects.requireNonNull(title, "title"),
                new ChartAxis(ReportTexts.text("axis.size"), AxisUnit.BYTES, Direction.MINIMISE),
                new ChartAxis(ReportTexts.text("axis.accuracy"), AxisUnit.SHARE, Direction.MAXIMISE),
                points.stream().map(TradeOffChart::point).toList(),
                List.of(),
                theme);
    }

    private static FrontPoint point(TradeOffPoint point) {
        return new FrontPoint(
                point.label(),
                point.series(),
                point.sizeBytes(),
                Optional.empty(),
                point.accuracy(),
                Optional.of(point.accuracyInterval()),
                point.onFront() ? Standing.FRONT : Standing.OFF,
                false);
    }

    /**
     * Writes the chart as a PNG picture, as {@link FrontChart#writePng}.
     *
     * @param file where to
     * @param width in pixels, at least {@link #MINIMUM_WIDTH}
     * @param height in pixels, at least {@link #MINIMUM_HEIGHT}
     * @throws IOException if the file cannot be written; the message names file and reason
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public void writePng(Path file, int width, int height) throws IOException {
        chart.writePng(file, width, height);
    }

    /**
     * Writes the chart as an SVG picture, as {@link FrontChart#writeSvg}.
     *
     * @param file where to
     * @param width in pixels, at least {@link #MINIMUM_WIDTH}
     * @param height in pixels, at least {@link #MINIMUM_HEIGHT}
     * @throws IOException if the file cannot be written; the message names file and reason
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public void writeSvg(Path file, int width, int height) throws IOException {
        chart.writeSvg(file, width, height);
    }

    /**
     * Draws the chart.
     *
     * @param graphics onto this, from (0, 0); left as it was
     * @param width in pixels, at least {@link #MINIMUM_WIDTH}
     * @param height in pixels, at least {@link #MINIMUM_HEIGHT}
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public void draw(Graphics2D graphics, int width, int height) {
        chart.draw(graphics, width, height);
    }
}
