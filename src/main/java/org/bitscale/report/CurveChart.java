package org.bitscale.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** How a figure went over the epochs of several trainings. */
public final class CurveChart {
    private static final List<float[]> DASHES =
            List.of(new float[] {7, 4}, new float[] {2, 4}, new float[] {9, 4, 2, 4});

    private final String title;
    private final ChartAxis figure;
    private final List<Curve> curves;
    private final ChartTheme theme;

    /**
     * A chart of curves.
     *
     * @param title above the chart
     * @param figure what the vertical axis shows
     * @param curves in the legend's order, at least one with a value
     * @param theme the looks
     * @throws IllegalArgumentException if there is no value
     */
    public CurveChart(String title, ChartAxis figure, List<Curve> curves, ChartTheme theme) {
        this.title = title;
        this.figure = figure;
        this.curves = List.copyOf(curves);
        this.theme = theme;
        if (curves.stream().allMatch(curve -> curve.values().isEmpty())) {
            throw new IllegalArgumentException("a chart of curves needs at least one value, but there is none");
        }
    }

    /**
     * Writes the chart as a PNG picture. The file appears whole or not at all; one that is there is replaced.
     *
     * @param file where to
     * @param width in pixels, at least {@link FrontChart#MINIMUM_WIDTH}
     * @param height in pixels, at least {@link FrontChart#MINIMUM_HEIGHT}
     * @throws IOException if the file cannot be written; the message names file and reason
     */
    public void writePng(Path file, int width, int height) throws IOException {
        picture().writePng(file, width, height);
    }

    /**
     * Draws the chart.
     *
     * @param graphics onto this, from (0, 0); left as it was
     * @param width in pixels, at least {@link FrontChart#MINIMUM_WIDTH}
     * @param height in pixels, at least {@link FrontChart#MINIMUM_HEIGHT}
     * @throws IllegalArgumentException if the picture is too small or too large
     */
    public void draw(Graphics2D graphics, int width, int height) {
        picture().draw(graphics, width, height);
    }

    Picture picture() {
        String description = curves.stream()
                .map(curve -> curve.name() + ": "
                        + curve.values().stream()
                                .map(value -> figure.unit().format(value))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("\n"));
        return new Picture(title, description, this::drawUnscaled);
    }

    private void drawUnscaled(Graphics2D graphics, double width, double height) {
        List<Double> all =
                curves.stream().flatMap(curve -> curve.values().stream()).toList();
        double smallest = all.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double largest = all.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        AxisScale upwards =
                AxisScale.upwards(figure, new AxisScale.Extent(smallest, largest, smallest, largest), height);
        NumberAxis epochs = new NumberAxis(ReportTexts.text("axis.epoch"));
        epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        epochs.setAutoRangeIncludesZero(false);
        XYPlot plot = theme.plot(epochs, upwards.axis());
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setDefaultLegendTextPaint(theme.text());
        renderer.setLegendItemLabelGenerator((shown, place) -> curves.get(place).name());
        for (int i = 0; i < curves.size(); i++) {
            // Names may be equal; places are not.
            XYSeries series = new XYSeries(i, false, false);
            for (int epoch = 0; epoch < curves.get(i).values().size(); epoch++) {
                series.add(epoch + 1, upwards.shown(curves.get(i).values().get(epoch)));
            }
            data.addSeries(series);
            renderer.setSeriesPaint(i, theme.seriesColour(i));
            renderer.setSeriesShape(i, theme.seriesShape(i));
            renderer.setSeriesStroke(i, stroke(i));
        }
        plot.setDataset(data);
        plot.setRenderer(renderer);
        theme.chart(title, "", plot).draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    }

    private static Stroke stroke(int place) {
        int kind = place % (DASHES.size() + 1);
        float[] dash = kind == 0 ? null : DASHES.get(kind - 1);
        return new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }
}
