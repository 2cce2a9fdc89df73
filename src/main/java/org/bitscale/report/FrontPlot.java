package org.bitscale.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bitscale.eval.Direction;
import org.bitscale.eval.Interval;
import org.bitscale.eval.ParetoFront;
import org.bitscale.report.FrontPoint.Standing;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Points, bars, the front's line and limits of a {@link FrontChart}.
 *
 * @param points at least one
 * @param limits to draw
 * @param across the horizontal axis
 * @param acrossBetter which way is better on it
 * @param upwards the vertical axis
 * @param upwardsBetter which way is better on it
 * @param theme the looks
 */
record FrontPlot(
        List<FrontPoint> points,
        List<ChartLimit> limits,
        AxisScale across,
        Direction acrossBetter,
        AxisScale upwards,
        Direction upwardsBetter,
        ChartTheme theme) {
    private static final Stroke OUTLINE = new BasicStroke(1.6f);
    private static final Stroke FRONT = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final Stroke LIMIT =
            new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
    private static final Shape KNEE = new Ellipse2D.Double(-9.5, -9.5, 19, 19);
    private static final Color INVISIBLE = new Color(0, 0, 0, 0);
    private static final int DIMMED = 34;

    XYPlot plot() {
        XYPlot plot = theme.plot(across.axis(), upwards.axis());
        // The first data set is drawn last: front points over the others, these over bars and the front's line.
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.REVERSE);
        Map<String, Integer> series = series();
        addHalves(plot, 0, series);
        int index = 1;
        for (Standing standing : Standing.values()) {
            addMarkers(plot, index++, standing, series);
        }
        addKnee(plot, index++);
        addBars(plot, index++, false, series);
        addBars(plot, index++, true, series);
        addFront(plot, index);
        limits.forEach(limit -> addLimit(plot, limit));
        plot.setFixedLegendItems(legend(series));
        return plot;
    }

    /** The corners of the front's line in base units: what is to be had when the horizontal value may be no worse. */
    List<double[]> steps() {
        List<FrontPoint> front = line();
        List<double[]> corners = new ArrayList<>();
        if (front.isEmpty()) {
            return corners;
        }
        boolean less = acrossBetter == Direction.MINIMISE;
        FrontPoint before = null;
        for (FrontPoint point : front) {
            if (before != null) {
                corners.add(less ? new double[] {point.x(), before.y()} : new double[] {before.x(), point.y()});
            } else if (!less) {
                corners.add(new double[] {across.lowest(), point.y()});
            }
            corners.add(new double[] {point.x(), point.y()});
            before = point;
        }
        if (less) {
            corners.add(
                    new double[] {across.highest(), front.get(front.size() - 1).y()});
        }
        return corners;
    }

    /** Points on the front, from left to right; of more than two measures those that make its edge in these two. */
    private List<FrontPoint> line() {
        List<FrontPoint> front = points.stream().filter(FrontPoint::onFront).toList();
        double[][] values =
                front.stream().map(point -> new double[] {point.x(), point.y()}).toArray(double[][]::new);
        boolean[] edge = ParetoFront.of(values, List.of(acrossBetter, upwardsBetter));
        return IntStream.range(0, edge.length)
                .filter(i -> edge[i])
                .mapToObj(front::get)
                .sorted(Comparator.comparingDouble(FrontPoint::x))
                .toList();
    }

    private Map<String, Integer> series() {
        Map<String, Integer> series = new LinkedHashMap<>();
        points.forEach(point -> series.putIfAbsent(point.series(), series.size()));
        return series;
    }

    private XYSeriesCollection data(Map<String, Integer> series, Predicate<FrontPoint> which) {
        XYSeriesCollection data = new XYSeriesCollection();
        for (String name : series.keySet()) {
            XYSeries values = new XYSeries(name, false, true);
            points.stream()
                    .filter(point -> point.series().equals(name) && which.test(point))
                    .forEach(point -> values.add(across.shown(point.x()), upwards.shown(point.y())));
            data.addSeries(values);
        }
        return data;
    }

    private void addMarkers(XYPlot plot, int index, Standing standing, Map<String, Integer> series) {
        XYLineAndShapeRenderer renderer = markers();
        boolean filled = standing == Standing.FRONT;
        series.values().forEach(place -> {
            Color colour = standing == Standing.FAILED ? theme.grey() : theme.seriesColour(place);
            renderer.setSeriesPaint(place, colour);
            renderer.setSeriesFillPaint(place, filled ? colour : theme.plot());
            renderer.setSeriesOutlinePaint(place, filled ? theme.plot() : colour);
            renderer.setSeriesOutlineStroke(place, filled ? ChartTheme.THIN : OUTLINE);
            renderer.setSeriesShape(place, theme.seriesShape(place));
        });
        plot.setDataset(index, data(series, point -> point.standing() == standing));
        plot.setRenderer(index, renderer);
    }

    private void addHalves(XYPlot plot, int index, Map<String, Integer> series) {
        XYLineAndShapeRenderer renderer = markers();
        renderer.setDrawOutlines(false);
        series.values().forEach(place -> {
            renderer.setSeriesFillPaint(place, theme.seriesColour(place));
            renderer.setSeriesShape(place, half(theme.seriesShape(place)));
        });
        plot.setDataset(index, data(series, point -> point.standing() == Standing.PERHAPS));
        plot.setRenderer(index, renderer);
    }

    private static Shape half(Shape shape) {
        Area left = new Area(shape);
        left.intersect(new Area(new Rectangle2D.Double(-20, -20, 20, 40)));
        return left;
    }

    private void addKnee(XYPlot plot, int index) {
        XYLineAndShapeRenderer renderer = markers();
        renderer.setSeriesFillPaint(0, INVISIBLE);
        renderer.setSeriesOutlinePaint(0, theme.front());
        renderer.setSeriesOutlineStroke(0, OUTLINE);
        renderer.setSeriesShape(0, KNEE);
        XYSeries values = new XYSeries("knee", false, true);
        points.stream()
                .filter(FrontPoint::knee)
                .forEach(point -> values.add(across.shown(point.x()), upwards.shown(point.y())));
        plot.setDataset(index, new XYSeriesCollection(values));
        plot.setRenderer(index, renderer);
    }

    private static XYLineAndShapeRenderer markers() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setUseFillPaint(true);
        renderer.setUseOutlinePaint(true);
        renderer.setDrawOutlines(true);
        return renderer;
    }

    private void addBars(XYPlot plot, int index, boolean horizontal, Map<String, Integer> series) {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDefaultShapesVisible(false);
        renderer.setDrawXError(horizontal);
        renderer.setDrawYError(!horizontal);
        renderer.setCapLength(5);
        renderer.setErrorStroke(new BasicStroke(1.1f));
        int place = 0;
        // Failed points have bars of their own colour, so each series comes twice.
        for (boolean failed : new boolean[] {false, true}) {
            for (Map.Entry<String, Integer> entry : series.entrySet()) {
                XYIntervalSeries values = new XYIntervalSeries(entry.getKey() + failed, false, true);
                points.stream()
                        .filter(point -> point.series().equals(entry.getKey())
                                && (point.standing() == Standing.FAILED) == failed
                                && (horizontal ? point.xInterval() : point.yInterval()).isPresent())
                        .forEach(point -> addBar(values, point));
                data.addSeries(values);
                renderer.setSeriesPaint(place++, failed ? theme.grey() : theme.seriesColour(entry.getValue()));
            }
        }
        plot.setDataset(index, data);
        plot.setRenderer(index, renderer);
    }

    private void addBar(XYIntervalSeries values, FrontPoint point) {
        Interval x = point.xInterval().orElse(new Interval(point.x(), point.x()));
        Interval y = point.yInterval().orElse(new Interval(point.y(), point.y()));
        values.add(
                across.shown(point.x()),
                across.shown(x.low()),
                across.shown(x.high()),
                upwards.shown(point.y()),
                upwards.shown(y.low()),
                upwards.shown(y.high()));
    }

    private void addFront(XYPlot plot, int index) {
        XYSeries line = new XYSeries("front", false, true);
        steps().forEach(corner -> line.add(across.shown(corner[0]), upwards.shown(corner[1])));
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, theme.front());
        renderer.setSeriesStroke(0, FRONT);
        plot.setDataset(index, new XYSeriesCollection(line));
        plot.setRenderer(index, renderer);
    }

    private void addLimit(XYPlot plot, ChartLimit limit) {
        AxisScale scale = limit.horizontal() ? across : upwards;
        double value = scale.shown(limit.value());
        double low = limit.least() ? scale.axis().getLowerBound() : value;
        double high = limit.least() ? value : scale.axis().getUpperBound();
        Color grey = theme.muted();
        IntervalMarker failing =
                new IntervalMarker(low, high, new Color(grey.getRed(), grey.getGreen(), grey.getBlue(), DIMMED));
        failing.setAlpha(1);
        ValueMarker line = new ValueMarker(value, theme.muted(), LIMIT);
        line.setAlpha(1);
        // A limit beyond the axis dims all of the plot, or nothing, and has no line.
        boolean inside =
                value > scale.axis().getLowerBound() && value < scale.axis().getUpperBound();
        if (limit.horizontal()) {
            plot.addDomainMarker(failing, Layer.BACKGROUND);
            if (inside) {
                plot.addDomainMarker(line, Layer.BACKGROUND);
            }
        } else {
            plot.addRangeMarker(failing, Layer.BACKGROUND);
            if (inside) {
                plot.addRangeMarker(line, Layer.BACKGROUND);
            }
        }
    }

    private LegendItemCollection legend(Map<String, Integer> series) {
        LegendItemCollection items = new LegendItemCollection();
        series.forEach((name, place) ->
                items.add(new LegendItem(name, null, null, null, theme.seriesShape(place), theme.seriesColour(place))));
        if (points.stream().anyMatch(FrontPoint::onFront)) {
            items.add(line("chart.front", FRONT, theme.front()));
        }
        if (points.stream().anyMatch(FrontPoint::knee)) {
            items.add(new LegendItem(
                    ReportTexts.text("chart.knee"), null, null, null, KNEE, INVISIBLE, OUTLINE, theme.front()));
        }
        if (!limits.isEmpty()) {
            items.add(line("chart.limit", LIMIT, theme.muted()));
        }
        for (int i = 0; i < items.getItemCount(); i++) {
            items.get(i).setLabelPaint(theme.text());
        }
        return items;
    }

    private static LegendItem line(String key, Stroke stroke, Color colour) {
        return new LegendItem(
                ReportTexts.text(key), null, null, null, new Line2D.Double(-12, 0, 12, 0), stroke, colour);
    }
}
