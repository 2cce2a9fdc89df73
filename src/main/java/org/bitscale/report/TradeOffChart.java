package org.bitscale.report;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * Accuracy against packed size, with confidence intervals as bars and the Pareto front as a stepped line: what accuracy
 * is to be had within a given size.
 *
 * <p>Points on the front are filled, the others hollow. Fonts and lines grow with the square root of the picture's
 * size, so that a larger picture has both larger text and more room.
 */
public final class TradeOffChart {
    /** The smallest picture in which text is readable, in pixels. */
    public static final int MINIMUM_WIDTH = 320;

    /** The smallest picture in which text is readable, in pixels. */
    public static final int MINIMUM_HEIGHT = 240;

    private static final int MAXIMUM_SIDE = 16_384;
    private static final int LONGEST_LABEL = 34;
    private static final Stroke THIN = new BasicStroke(0.8f);
    private static final Stroke OUTLINE = new BasicStroke(1.6f);
    private static final Stroke FRONT = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final String title;
    private final List<TradeOffPoint> points;
    private final ChartTheme theme;

    /**
     * A chart of some points.
     *
     * @param title above the chart, may be empty
     * @param points at least one, in the legend's order of series
     * @param theme the looks
     * @throws IllegalArgumentException if there are no points
     */
    public TradeOffChart(String title, List<TradeOffPoint> points, ChartTheme theme) {
        this.title = Objects.requireNonNull(title, "title");
        this.points = List.copyOf(points);
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
        checkSize(width, height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            draw(graphics, width, height);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        }
        WholeFile.write(file, bytes.toByteArray());
    }

    /**
     * Writes the chart as an SVG picture. Text is text, save for the rotated title of the accuracy axis and the ticks
     * of a logarithmic size axis, which are outlines; every figure also stands in the description. The file appears
     * whole or not at all; one that is there is replaced.
     *
     * @param file where to
     * @param width in pixels, at least {@link #MINIMUM_WIDTH}
     * @param height in pixels, at least {@link #MINIMUM_HEIGHT}
     * @throws IOException if the file cannot be written; the message names file and reason
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public void writeSvg(Path file, int width, int height) throws IOException {
        checkSize(width, height);
        String name = title.isEmpty() ? ReportTexts.text("chart.title") : title;
        WholeFile.write(file, Svg.of(name, description(), width, height, graphics -> draw(graphics, width, height)));
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
        checkSize(width, height);
        double scale = Math.sqrt(Math.min(width / 900.0, height / 600.0));
        Graphics2D scaled = (Graphics2D) graphics.create();
        try {
            scaled.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            scaled.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            scaled.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            scaled.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            scaled.scale(scale, scale);
            drawUnscaled(scaled, width / scale, height / scale);
        } finally {
            scaled.dispose();
        }
    }

    private static void checkSize(int width, int height) {
        if (width < MINIMUM_WIDTH || height < MINIMUM_HEIGHT || width > MAXIMUM_SIDE || height > MAXIMUM_SIDE) {
            throw new IllegalArgumentException(
                    "a chart of %d × %d pixels was asked for, but it needs %d × %d to %d × %d"
                            .formatted(width, height, MINIMUM_WIDTH, MINIMUM_HEIGHT, MAXIMUM_SIDE, MAXIMUM_SIDE));
        }
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        for (TradeOffPoint point : points) {
            text.append(point.series())
                    .append(point.label().isEmpty() ? "" : ", " + point.label())
                    .append(": ")
                    .append(Sizes.format(point.sizeBytes()))
                    .append(", ")
                    .append(Percent.format(point.accuracy(), point.accuracyInterval()))
                    .append(point.onFront() ? ReportTexts.text("chart.describedOnFront") + "\n" : "\n");
        }
        return text.toString();
    }

    private void drawUnscaled(Graphics2D graphics, double width, double height) {
        TradeOffAxes axes = TradeOffAxes.of(points, width, height);
        Map<String, Integer> series = new LinkedHashMap<>();
        points.forEach(point -> series.putIfAbsent(point.series(), series.size()));
        XYPlot plot = plot(axes, series);
        JFreeChart chart = new JFreeChart(null, theme.titleFont(), plot, false);
        chart.setBackgroundPaint(theme.background());
        chart.setPadding(new RectangleInsets(10, 12, 8, 16));
        if (!title.isEmpty()) {
            chart.addSubtitle(text(title, theme.titleFont(), theme.text()));
        }
        chart.addSubtitle(text(remark(), theme.subtitleFont(), theme.muted()));
        chart.addSubtitle(legend(plot));
        ChartRenderingInfo info = new ChartRenderingInfo();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height), info);
        drawLabels(graphics, axes, info.getPlotInfo().getDataArea());
    }

    private String remark() {
        boolean allOnFront = points.stream().allMatch(TradeOffPoint::onFront);
        return ReportTexts.text(allOnFront ? "chart.intervals" : "chart.intervalsAndFront");
    }

    private XYPlot plot(TradeOffAxes axes, Map<String, Integer> series) {
        XYPlot plot = new XYPlot(null, style(axes.size()), style(axes.accuracy()), null);
        plot.setBackgroundPaint(theme.plot());
        plot.setOutlinePaint(theme.grid());
        plot.setDomainGridlinePaint(theme.grid());
        plot.setRangeGridlinePaint(theme.grid());
        plot.setDomainGridlineStroke(THIN);
        plot.setRangeGridlineStroke(THIN);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(6, 0, 4, 0));
        // The first data set is drawn last: front points over the others, these over the front's line.
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.REVERSE);
        addPoints(plot, 0, true, axes, series);
        addPoints(plot, 1, false, axes, series);
        addFront(plot, 2, axes);
        plot.setFixedLegendItems(legendItems(series));
        return plot;
    }

    private ValueAxis style(ValueAxis axis) {
        axis.setLabelFont(theme.axisFont());
        axis.setLabelPaint(theme.text());
        axis.setTickLabelFont(theme.tickFont());
        axis.setTickLabelPaint(theme.text());
        axis.setAxisLinePaint(theme.muted());
        axis.setTickMarkPaint(theme.muted());
        axis.setLabelInsets(new RectangleInsets(5, 5, 5, 5));
        return axis;
    }

    private void addPoints(XYPlot plot, int index, boolean onFront, TradeOffAxes axes, Map<String, Integer> series) {
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setCapLength(5);
        renderer.setErrorStroke(new BasicStroke(1.1f));
        renderer.setUseFillPaint(true);
        renderer.setUseOutlinePaint(true);
        renderer.setDrawOutlines(true);
        series.forEach((name, place) -> {
            YIntervalSeries values = new YIntervalSeries(name);
            for (TradeOffPoint point : points) {
                if (point.onFront() == onFront && point.series().equals(name)) {
                    Interval100 bar = Interval100.of(point);
                    values.add(point.sizeBytes() / axes.bytesPerUnit(), bar.value(), bar.low(), bar.high());
                }
            }
            data.addSeries(values);
            Color colour = theme.seriesColour(place);
            renderer.setSeriesPaint(place, colour);
            renderer.setSeriesFillPaint(place, onFront ? colour : theme.plot());
            renderer.setSeriesOutlinePaint(place, onFront ? theme.plot() : colour);
            renderer.setSeriesOutlineStroke(place, onFront ? THIN : OUTLINE);
            renderer.setSeriesShape(place, theme.seriesShape(place));
        });
        plot.setDataset(index, data);
        plot.setRenderer(index, renderer);
    }

    private void addFront(XYPlot plot, int index, TradeOffAxes axes) {
        XYSeries line = new XYSeries("front", false, true);
        List<TradeOffPoint> front = front();
        for (TradeOffPoint point : front) {
            line.add(point.sizeBytes() / axes.bytesPerUnit(), 100 * point.accuracy());
        }
        if (!front.isEmpty()) {
            line.add(
                    axes.size().getUpperBound(),
                    100 * front.get(front.size() - 1).accuracy());
        }
        XYStepRenderer renderer = new XYStepRenderer();
        renderer.setSeriesPaint(0, theme.front());
        renderer.setSeriesStroke(0, FRONT);
        plot.setDataset(index, new XYSeriesCollection(line));
        plot.setRenderer(index, renderer);
    }

    private List<TradeOffPoint> front() {
        return points.stream()
                .filter(TradeOffPoint::onFront)
                .sorted(Comparator.comparingDouble(TradeOffPoint::sizeBytes)
                        .thenComparingDouble(TradeOffPoint::accuracy))
                .toList();
    }

    private LegendItemCollection legendItems(Map<String, Integer> series) {
        LegendItemCollection items = new LegendItemCollection();
        series.forEach((name, place) ->
                items.add(new LegendItem(name, null, null, null, theme.seriesShape(place), theme.seriesColour(place))));
        if (points.stream().anyMatch(TradeOffPoint::onFront)) {
            items.add(new LegendItem(
                    ReportTexts.text("chart.front"),
                    null,
                    null,
                    null,
                    new Line2D.Double(-10, 0, 10, 0),
                    FRONT,
                    theme.front()));
        }
        for (int i = 0; i < items.getItemCount(); i++) {
            items.get(i).setLabelPaint(theme.text());
        }
        return items;
    }

    private LegendTitle legend(XYPlot plot) {
        LegendTitle legend = new LegendTitle(plot);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setItemFont(theme.legendFont());
        legend.setItemPaint(theme.text());
        legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 12));
        legend.setFrame(BlockBorder.NONE);
        return legend;
    }

    private static TextTitle text(String text, Font font, Color colour) {
        TextTitle result = new TextTitle(text, font);
        result.setPaint(colour);
        result.setHorizontalAlignment(HorizontalAlignment.LEFT);
        result.setTextAlignment(HorizontalAlignment.LEFT);
        result.setPadding(1, 4, 3, 4);
        return result;
    }

    private void drawLabels(Graphics2D graphics, TradeOffAxes axes, Rectangle2D area) {
        graphics.setFont(theme.labelFont());
        FontMetrics metrics = graphics.getFontMetrics();
        List<Point2D> markers =
                points.stream().map(point -> pixel(point, axes, area)).toList();
        LabelLayout layout = new LabelLayout(inset(area), markers, lines(axes, area));
        List<TradeOffPoint> frontFirst = new ArrayList<>(points);
        frontFirst.sort(Comparator.comparing(TradeOffPoint::onFront).reversed());
        int leftOut = 0;
        for (TradeOffPoint point : frontFirst) {
            if (point.label().isBlank()) {
                continue;
            }
            String text = shortened(point.label());
            Optional<LabelLayout.Place> place = layout.place(new LabelLayout.Label(
                    pixel(point, axes, area), metrics.stringWidth(text), metrics.getHeight(), point.onFront()));
            if (place.isPresent()) {
                drawLabel(graphics, text, place.get(), metrics);
            } else {
                leftOut++;
            }
        }
        if (leftOut > 0) {
            String remark = leftOut == 1
                    ? ReportTexts.text("chart.onePointWithoutLabel")
                    : ReportTexts.text("chart.pointsWithoutLabel", Integer.toString(leftOut));
            graphics.setColor(theme.muted());
            graphics.drawString(remark, (float) (area.getMaxX() - metrics.stringWidth(remark) - 6), (float)
                    (area.getMaxY() - metrics.getDescent() - 4));
        }
    }

    private void drawLabel(Graphics2D graphics, String text, LabelLayout.Place place, FontMetrics metrics) {
        graphics.setStroke(THIN);
        graphics.setColor(theme.muted());
        place.leader().ifPresent(graphics::draw);
        Composite before = graphics.getComposite();
        graphics.setComposite(AlphaComposite.SrcOver.derive(0.85f));
        graphics.setColor(theme.plot());
        graphics.fill(place.box());
        graphics.setComposite(before);
        graphics.setColor(theme.text());
        graphics.drawString(
                text, (float) place.box().getX(), (float) (place.box().getY() + metrics.getAscent()));
    }

    /** What labels should rather not cover: error bars and the steps of the front. */
    private List<Line2D> lines(TradeOffAxes axes, Rectangle2D area) {
        List<Line2D> lines = new ArrayList<>();
        for (TradeOffPoint point : points) {
            double x = x(point.sizeBytes(), axes, area);
            lines.add(new Line2D.Double(
                    x,
                    y(point.accuracyInterval().low(), axes, area),
                    x,
                    y(point.accuracyInterval().high(), axes, area)));
        }
        List<TradeOffPoint> front = front();
        for (int i = 0; i < front.size(); i++) {
            Point2D start = pixel(front.get(i), axes, area);
            boolean last = i == front.size() - 1;
            double nextX = last ? area.getMaxX() : x(front.get(i + 1).sizeBytes(), axes, area);
            lines.add(new Line2D.Double(start.getX(), start.getY(), nextX, start.getY()));
            if (!last) {
                double nextY = y(front.get(i + 1).accuracy(), axes, area);
                lines.add(new Line2D.Double(nextX, start.getY(), nextX, nextY));
            }
        }
        return lines;
    }

    private static Point2D pixel(TradeOffPoint point, TradeOffAxes axes, Rectangle2D area) {
        return new Point2D.Double(x(point.sizeBytes(), axes, area), y(point.accuracy(), axes, area));
    }

    private static double x(double bytes, TradeOffAxes axes, Rectangle2D area) {
        return axes.size().valueToJava2D(bytes / axes.bytesPerUnit(), area, RectangleEdge.BOTTOM);
    }

    private static double y(double share, TradeOffAxes axes, Rectangle2D area) {
        return axes.accuracy().valueToJava2D(100 * share, area, RectangleEdge.LEFT);
    }

    private static Rectangle2D inset(Rectangle2D area) {
        return new Rectangle2D.Double(area.getX() + 3, area.getY() + 2, area.getWidth() - 6, area.getHeight() - 4);
    }

    private static String shortened(String label) {
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
    }

    /** An accuracy and its interval in percent. */
    private record Interval100(double value, double low, double high) {
        static Interval100 of(TradeOffPoint point) {
            return new Interval100(
                    100 * point.accuracy(),
                    100 * point.accuracyInterval().low(),
                    100 * point.accuracyInterval().high());
        }
    }
}
