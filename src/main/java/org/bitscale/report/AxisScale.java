package org.bitscale.report;

import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;

/**
 * An axis with its range and ticks chosen from what it shows.
 *
 * @param axis in the unit shown
 * @param unitSize how many base units the unit shown is
 */
record AxisScale(ValueAxis axis, double unitSize) {
    private static final double PIXELS_PER_TICK_ACROSS = 90;
    private static final double PIXELS_PER_TICK_UPWARDS = 55;

    /**
     * What an axis has to show, in base units.
     *
     * @param smallest of the values
     * @param largest of the values
     * @param low end of the lowest interval
     * @param high end of the highest interval
     */
    record Extent(double smallest, double largest, double low, double high) {}

    /** The horizontal axis of a chart that is {@code width} pixels wide. */
    static AxisScale across(ChartAxis axis, Extent extent, double width) {
        return of(axis, extent, width / PIXELS_PER_TICK_ACROSS);
    }

    /** The vertical axis of a chart that is {@code height} pixels high. */
    static AxisScale upwards(ChartAxis axis, Extent extent, double height) {
        return of(axis, extent, height / PIXELS_PER_TICK_UPWARDS);
    }

    private static AxisScale of(ChartAxis axis, Extent extent, double ticks) {
        AxisUnit.Shown unit = axis.unit().shown(extent.smallest, extent.largest);
        if (axis.logarithmic(extent.smallest, extent.largest)) {
            // An interval that reaches towards 0 would else stretch the axis without end; its bar is cut off instead.
            double low = Math.max(extent.low, extent.smallest / 2);
            return new AxisScale(
                    logarithmic(axis.name(), low / unit.size(), extent.high / unit.size(), unit.name(), ticks),
                    unit.size());
        }
        double low = extent.low / unit.size();
        double high = extent.high / unit.size();
        String label = unit.name().isEmpty() ? axis.name() : ReportTexts.text("axis.label", axis.name(), unit.name());
        return new AxisScale(
                axis.unit() == AxisUnit.SHARE ? percent(label, low, high, ticks) : linear(label, low, high, ticks),
                unit.size());
    }

    private static ValueAxis logarithmic(String name, double smallest, double largest, String unit, double ticks) {
        double low = log2(smallest);
        double high = log2(largest);
        double span = high - low;
        LogAxis axis = new LogAxis(
                unit.isEmpty()
                        ? ReportTexts.text("axis.labelLogarithmicBare", name)
                        : ReportTexts.text("axis.labelLogarithmic", name, unit));
        axis.setBase(2);
        axis.setRange(Math.pow(2, low - 0.06 * span), Math.pow(2, high + 0.1 * span));
        axis.setTickUnit(new NumberTickUnit(Math.max(1, Math.ceil(span / ticks))));
        axis.setNumberFormatOverride(new PowerFormat(symbols()));
        return axis;
    }

    /** Powers of two: whole if they are at least one, with three significant digits below. */
    private static final class PowerFormat extends DecimalFormat {

        private static final long serialVersionUID = 1;
        private static final MathContext THREE = new MathContext(3);

        PowerFormat(DecimalFormatSymbols symbols) {
            super("#,##0.####################", symbols);
        }

        @Override
        public StringBuffer format(double value, StringBuffer into, FieldPosition position) {
            double rounded = Math.abs(value) >= 1
                    ? Math.rint(value)
                    : new BigDecimal(value).round(THREE).doubleValue();
            return super.format(rounded, into, position);
        }
    }

    private static ValueAxis linear(String label, double smallest, double largest, double ticks) {
        double span = Math.max(largest - smallest, 0.1 * largest);
        if (span == 0) {
            span = 1;
        }
        double middle = (largest + smallest) / 2;
        double low = Math.max(0, middle - 0.58 * span);
        double high = middle + 0.62 * span;
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(low, high);
        axis.setTickUnit(tickUnit(niceStep((high - low) / ticks)));
        return axis;
    }

    private static NumberAxis percent(String label, double low, double high, double ticks) {
        double span = Math.max(high - low, 1);
        double middle = (high + low) / 2;
        double step = niceStep(1.2 * span / ticks);
        // A little beyond 0 and 100 % leaves room for a marker, but less than a step, so that no tick stands there.
        double bottom = Math.max(middle - 0.6 * span, -0.3 * step);
        double top = Math.min(middle + 0.6 * span, 100 + 0.3 * step);
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(bottom, top);
        axis.setTickUnit(tickUnit(step));
        return axis;
    }

    /** A value in the unit shown, held within the axis's range. */
    double shown(double value) {
        return Math.max(axis.getLowerBound(), Math.min(value / unitSize, axis.getUpperBound()));
    }

    /** The range's lower end in base units. */
    double lowest() {
        return axis.getLowerBound() * unitSize;
    }

    /** The range's upper end in base units. */
    double highest() {
        return axis.getUpperBound() * unitSize;
    }

    /** The pixel of a value on this axis at {@code edge} of {@code area}. */
    double pixel(double value, Rectangle2D area, RectangleEdge edge) {
        return axis.valueToJava2D(shown(value), area, edge);
    }

    /** The smallest of 1, 2, 5 times a power of ten that is at least {@code step}. */
    static double niceStep(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= step * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static NumberTickUnit tickUnit(double step) {
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        String pattern = decimals == 0 ? "#,##0" : "#,##0." + "0".repeat(decimals);
        return new NumberTickUnit(step, new DecimalFormat(pattern, symbols()));
    }

    private static DecimalFormatSymbols symbols() {
        return DecimalFormatSymbols.getInstance(Locale.ROOT);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
