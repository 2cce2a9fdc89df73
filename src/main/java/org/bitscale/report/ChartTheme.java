package org.bitscale.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * The looks of a chart: colours, marker shapes and fonts.
 *
 * <p>Series colours are from M. Okabe and K. Ito, "Color universal design" (2008), which people with any common form of
 * colour blindness can tell apart; each theme leaves out or moves back the ones that are faint on its ground.
 *
 * @param background around the plot
 * @param plot ground of the plot
 * @param grid lines of the grid and frame of the plot
 * @param text titles and labels
 * @param muted remarks and leader lines
 * @param front the line of the Pareto front
 * @param series one colour per series, used again from the start when they run out
 */
public record ChartTheme(
        Color background, Color plot, Color grid, Color text, Color muted, Color front, List<Color> series) {
    /** Of grids and leaders. */
    static final Stroke THIN = new BasicStroke(0.8f);

    private static final int SHAPES = 6;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no series colour
     */
    public ChartTheme {
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("a chart theme needs at least one series colour");
        }
    }

    /** Dark on white, for paper and light windows. */
    public static ChartTheme light() {
        return new ChartTheme(
                Color.WHITE,
                Color.WHITE,
                new Color(0xE3E6EA),
                new Color(0x1F2328),
                new Color(0x5B636C),
                new Color(0x4A525B),
                List.of(
                        new Color(0x0072B2),
                        new Color(0xD55E00),
                        new Color(0x009E73),
                        new Color(0xCC79A7),
                        new Color(0xE69F00),
                        new Color(0x56B4E9),
                        new Color(0x000000)));
    }

    /** Light on near-black, for dark windows and slides. */
    public static ChartTheme dark() {
        return new ChartTheme(
                new Color(0x16191D),
                new Color(0x1C2025),
                new Color(0x343A42),
                new Color(0xE8EBEF),
                new Color(0xA4ADB8),
                new Color(0xC3CAD3),
                List.of(
                        new Color(0x56B4E9),
                        new Color(0xE69F00),
                        new Color(0x009E73),
                        new Color(0xF0E442),
                        new Color(0xCC79A7),
                        new Color(0xD55E00),
                        new Color(0xFFFFFF)));
    }

    /** The colour of a series, by its place in the legend from 0. */
    Color seriesColour(int index) {
        return series.get(index % series.size());
    }

    /** The marker of a series, centred on 0; with 7 colours and 6 shapes the first 42 series all look different. */
    Shape seriesShape(int index) {
        return switch (index % SHAPES) {
            case 0 -> new Ellipse2D.Double(-5, -5, 10, 10);
            case 1 -> new Rectangle2D.Double(-4.4, -4.4, 8.8, 8.8);
            case 2 -> polygon(0, -5.8, 5.6, 4.4, -5.6, 4.4);
            case 3 -> polygon(0, -6.2, 6.2, 0, 0, 6.2, -6.2, 0);
            case 4 -> polygon(0, 5.8, 5.6, -4.4, -5.6, -4.4);
            default -> polygon(0, -5.8, 5.5, -1.8, 3.4, 4.8, -3.4, 4.8, -5.5, -1.8);
        };
    }

    /** Of points that do not count: between ground and remarks. */
    Color grey() {
        return new Color(
                (plot.getRed() + 2 * muted.getRed()) / 3,
                (plot.getGreen() + 2 * muted.getGreen()) / 3,
                (plot.getBlue() + 2 * muted.getBlue()) / 3);
    }

    /** An empty plot between two axes. */
    XYPlot plot(ValueAxis across, ValueAxis upwards) {
        XYPlot result = new XYPlot(null, style(across), style(upwards), null);
        result.setBackgroundPaint(plot);
        result.setOutlinePaint(grid);
        result.setDomainGridlinePaint(grid);
        result.setRangeGridlinePaint(grid);
        result.setDomainGridlineStroke(THIN);
        result.setRangeGridlineStroke(THIN);
        result.setAxisOffset(RectangleInsets.ZERO_INSETS);
        result.setInsets(new RectangleInsets(6, 0, 4, 0));
        return result;
    }

    private ValueAxis style(ValueAxis axis) {
        axis.setLabelFont(axisFont());
        axis.setLabelPaint(text);
        axis.setTickLabelFont(tickFont());
        axis.setTickLabelPaint(text);
        axis.setAxisLinePaint(muted);
        axis.setTickMarkPaint(muted);
        axis.setLabelInsets(new RectangleInsets(5, 5, 5, 5));
        return axis;
    }

    /** A chart with its legend below; title and remark may be empty. */
    JFreeChart chart(String title, String remark, XYPlot content) {
        JFreeChart chart = new JFreeChart(null, titleFont(), content, false);
        chart.setBackgroundPaint(background);
        chart.setPadding(new RectangleInsets(10, 12, 8, 16));
        if (!title.isEmpty()) {
            chart.addSubtitle(title(title, titleFont(), text));
        }
        if (!remark.isEmpty()) {
            chart.addSubtitle(title(remark, subtitleFont(), muted));
        }
        LegendTitle legend = new LegendTitle(content);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setItemFont(legendFont());
        legend.setItemPaint(text);
        legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 12));
        legend.setFrame(BlockBorder.NONE);
        chart.addSubtitle(legend);
        return chart;
    }

    private static TextTitle title(String text, Font font, Color colour) {
        TextTitle result = new TextTitle(text, font);
        result.setPaint(colour);
        result.setHorizontalAlignment(HorizontalAlignment.LEFT);
        result.setTextAlignment(HorizontalAlignment.LEFT);
        result.setPadding(1, 4, 3, 4);
        return result;
    }

    Font titleFont() {
        return font(Font.BOLD, 17);
    }

    Font subtitleFont() {
        return font(Font.PLAIN, 12);
    }

    Font axisFont() {
        return font(Font.PLAIN, 13);
    }

    Font tickFont() {
        return font(Font.PLAIN, 12);
    }

    Font legendFont() {
        return font(Font.PLAIN, 12);
    }

    Font labelFont() {
        return font(Font.PLAIN, 11);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    private static Shape polygon(double... coordinates) {
        Path2D path = new Path2D.Double();
        path.moveTo(coordinates[0], coordinates[1]);
        for (int i = 2; i < coordinates.length; i += 2) {
            path.lineTo(coordinates[i], coordinates[i + 1]);
        }
        path.closePath();
        return path;
    }
}
