package org.bitscale.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.bitscale.eval.Interval;
import org.bitscale.report.FrontPoint.Standing;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * Results over any two measures, with confidence intervals as bars and the Pareto front as a stepped line.
 *
 * <p>Points on the front are filled, those within confidence of it half filled, the others hollow; the knee wears a ring;
 * limits are dashed lines, and what lies beyond them is dimmed. An axis on which values differ by more than a factor of
 * 8 is logarithmic. Fonts and lines grow with the square root of the picture's size, so that a larger picture has both
 * larger text and more room.
 */
public final class FrontChart {
    /** The smallest picture in which text is readable, in pixels. */
    public static final int MINIMUM_WIDTH = Picture.MINIMUM_WIDTH;

    /** The smallest picture in which text is readable, in pixels. */
    public static final int MINIMUM_HEIGHT = Picture.MINIMUM_HEIGHT;

    /** A limit nearer to the values than this share of their extent is shown on the axis. */
    private static final double NEAR = 0.5;

    private final String title;
    private final ChartAxis across;
    private final ChartAxis upwards;
    private final List<FrontPoint> points;
    private final List<ChartLimit> limits;
    private final ChartTheme theme;

    /**
     * A chart of some points.
     *
     * @param title above the chart, may be empty
     * @param across what the horizontal axis shows
     * @param upwards what the vertical axis shows
     * @param points at least one, in the legend's order of series
     * @param limits that points must keep to
     * @param theme the looks
     * @throws IllegalArgumentException if there are no points
     */
    public FrontChart(
            String title,
            ChartAxis across,
            ChartAxis upwards,
            List<FrontPoint> points,
            List<ChartLimit> limits,
            ChartTheme theme) {
        this.title = Objects.requireNonNull(title, "title");
        this.across = Objects.requireNonNull(across, "across");
        this.upwards = Objects.requireNonNull(upwards, "upwards");
        this.points = List.copyOf(points);
        this.limits = List.copyOf(limits);
        this.theme = Objects.requireNonNull(theme, "theme");
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a trade-off chart needs at least one point, but there are none");
        }
    }

    /**
     * Writes the chart as a PNG picture. The file appears whole or not at all; one that is there is replaced.
     *
     * @param file where to
     * @param width in pixels, at least {@link #MINIMUM_WIDTH}
     * @param height in pixels, at least {@link #MINIMUM_HEIGHT}
     * @throws IOException if the file cannot be written; the message names file and reason
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public void writePng(Path file, int width, int height) throws IOException {
        picture().writePng(file, width, height);
    }

    /**
     * Writes the chart as an SVG picture. Text is text, save for the rotated title of the vertical axis and the ticks of
     * a logarithmic axis, which are outlines; every figure also stands in the description. The file appears whole or not
     * at all; one that is there is replaced.
     *
     * @param file where to
     * @param width in pixels, at least {@link #MINIMUM_WIDTH}
     * @param height in pixels, at least {@link #MINIMUM_HEIGHT}
     * @throws IOException if the file cannot be written; the message names file and reason
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public void writeSvg(Path file, int width, int height) throws IOException {
        picture().writeSvg(file, width, height);
    }

    /**
     * Writes the chart as a PDF of one page with a point for each pixel. Text is outlines; title and every figure stand
     * in the document's properties. The file appears whole or not at all; one that is there is replaced.
     *
     * @param file where to
     * @param width in points, at least {@link #MINIMUM_WIDTH}
     * @param height in points, at least {@link #MINIMUM_HEIGHT}
     * @throws IOException if the file cannot be written; the message names file and reason
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public void writePdf(Path file, int width, int height) throws IOException {
        picture().writePdf(file, width, height);
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
        picture().draw(graphics, width, height);
    }

    /**
     * Where a point stands in a drawn chart.
     *
     * @param point its place in the list the chart was made of
     * @param x of its centre, in pixels from the left
     * @param y of its centre, in pixels from the top
     */
    public record Spot(int point, double x, double y) {}

    /**
     * Draws the chart and tells where its points are, so that a window can follow the pointer.
     *
     * @param graphics as for {@link #draw}
     * @param width as for {@link #draw}
     * @param height as for {@link #draw}
     * @return a spot for each point, in the order of the points
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public List<Spot> drawAndLocate(Graphics2D graphics, int width, int height) {
        List<Spot> spots = new ArrayList<>();
        new Picture("", "", (unscaled, w, h) -> {
                    Drawn drawn = drawn(unscaled, w, h);
                    double scale = width / w;
                    for (int i = 0; i < points.size(); i++) {
                        spots.add(new Spot(
                                i,
                                scale * drawn.across().pixel(points.get(i).x(), drawn.area(), RectangleEdge.BOTTOM),
                                scale * drawn.upwards().pixel(points.get(i).y(), drawn.area(), RectangleEdge.LEFT)));
                    }
                })
                .draw(graphics, width, height);
        return spots;
    }

    Picture picture() {
        String name = title.isEmpty() ? ReportTexts.text("chart.against", upwards.name(), across.name()) : title;
        return new Picture(name, description(), this::drawUnscaled);
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        for (FrontPoint point : points) {
            text.append(point.series())
                    .append(point.label().isEmpty() ? "" : ", " + point.label())
                    .append(": ")
                    .append(figure(across, point.x(), point.xInterval()))
                    .append(", ")
                    .append(figure(upwards, point.y(), point.yInterval()));
            switch (point.standing()) {
                case FRONT -> text.append(ReportTexts.text("chart.describedOnFront"));
                case PERHAPS -> text.append(ReportTexts.text("chart.describedPerhaps"));
                case FAILED -> text.append(ReportTexts.text("chart.describedFailed"));
                case OFF -> {}
            }
            text.append(point.knee() ? ReportTexts.text("chart.describedKnee") + "\n" : "\n");
        }
        return text.toString();
    }

    private static String figure(ChartAxis axis, double value, Optional<Interval> interval) {
        return interval.map(bar -> axis.unit().format(value, bar))
                .orElseGet(() -> axis.unit().format(value));
    }

    private void drawUnscaled(Graphics2D graphics, double width, double height) {
        drawn(graphics, width, height);
    }

    /** The scales that were drawn, and where. */
    private record Drawn(AxisScale across, AxisScale upwards, Rectangle2D area) {}

    private Drawn drawn(Graphics2D graphics, double width, double height) {
        AxisScale acrossScale = AxisScale.across(across, extent(FrontPoint::x, FrontPoint::xInterval, true), width);
        AxisScale upwardsScale =
                AxisScale.upwards(upwards, extent(FrontPoint::y, FrontPoint::yInterval, false), height);
        FrontPlot front =
                new FrontPlot(points, limits, acrossScale, across.better(), upwardsScale, upwards.better(), theme);
        XYPlot plot = front.plot();
        JFreeChart chart = theme.chart(title, remark(), plot);
        ChartRenderingInfo info = new ChartRenderingInfo();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height), info);
        Rectangle2D area = info.getPlotInfo().getDataArea();
        new FrontLabels(front, area).draw(graphics);
        return new Drawn(acrossScale, upwardsScale, area);
    }

    private AxisScale.Extent extent(
            ToDoubleFunction<FrontPoint> value, Function<FrontPoint, Optional<Interval>> interval, boolean horizontal) {
        double smallest = points.stream().mapToDouble(value).min().orElseThrow();
        double largest = points.stream().mapToDouble(value).max().orElseThrow();
        double low = smallest;
        double high = largest;
        for (FrontPoint point : points) {
            if (interval.apply(point).isPresent()) {
                low = Math.min(low, interval.apply(point).get().low());
                high = Math.max(high, interval.apply(point).get().high());
            }
        }
        double reach = NEAR * (high - low);
        double[] near = limits.stream()
                .filter(limit -> limit.horizontal() == horizontal)
                .mapToDouble(ChartLimit::value)
                .toArray();
        double bottom = low - reach;
        double top = high + reach;
        return new AxisScale.Extent(
                smallest,
                largest,
                DoubleStream.concat(DoubleStream.of(low), DoubleStream.of(near).filter(limit -> limit >= bottom))
                        .min()
                        .orElseThrow(),
                DoubleStream.concat(DoubleStream.of(high), DoubleStream.of(near).filter(limit -> limit <= top))
                        .max()
                        .orElseThrow());
    }

    private String remark() {
        List<String> sentences = new ArrayList<>();
        if (points.stream()
                .anyMatch(point ->
                        point.xInterval().isPresent() || point.yInterval().isPresent())) {
            sentences.add(ReportTexts.text("chart.bars"));
        }
        if (!all(Standing.FRONT) && any(Standing.FRONT)) {
            sentences.add(ReportTexts.text("chart.filled"));
        }
        if (any(Standing.PERHAPS)) {
            sentences.add(ReportTexts.text("chart.halfFilled"));
        }
        if (any(Standing.FAILED)) {
            sentences.add(ReportTexts.text("chart.failed"));
        }
        if (!limits.isEmpty()) {
            sentences.add(ReportTexts.text(
                    "chart.limits", limits.stream().map(this::text).collect(Collectors.joining("; "))));
        }
        return String.join(" ", sentences);
    }

    private String text(ChartLimit limit) {
        ChartAxis axis = limit.horizontal() ? across : upwards;
        return ReportTexts.text(
                limit.least() ? "chart.limitLeast" : "chart.limitMost",
                axis.name(),
                axis.unit().format(limit.value()));
    }

    private boolean any(Standing standing) {
        return points.stream().anyMatch(point -> point.standing() == standing);
    }

    private boolean all(Standing standing) {
        return points.stream().allMatch(point -> point.standing() == standing);
    }
}
