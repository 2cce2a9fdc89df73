package org.bitscale.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;

/**
 * The two axes of the trade-off chart, with their ranges and ticks chosen from the points.
 *
 * @param size horizontal, in {@code bytesPerUnit}
 * @param bytesPerUnit bytes per KiB or MiB
 * @param accuracy vertical, in percent
 */
record TradeOffAxes(ValueAxis size, double bytesPerUnit, NumberAxis accuracy) {
    /** From this ratio of largest to smallest size on, the size axis is logarithmic. */
    static final double LOGARITHMIC_FROM = 8;

    private static final double PIXELS_PER_SIZE_TICK = 90;
    private static final double PIXELS_PER_ACCURACY_TICK = 55;

    /** Axes for {@code points} on a chart of the given size in pixels. */
    static TradeOffAxes of(List<TradeOffPoint> points, double width, double height) {
        double smallest =
                points.stream().mapToDouble(TradeOffPoint::sizeBytes).min().orElseThrow();
        double largest =
                points.stream().mapToDouble(TradeOffPoint::sizeBytes).max().orElseThrow();
        boolean mebibytes = Math.sqrt(smallest) * Math.sqrt(largest) >= 2 * Sizes.MIB;
        double unit = mebibytes ? Sizes.MIB : Sizes.KIB;
        String unitName = mebibytes ? "MiB" : "KiB";
        ValueAxis size = largest > LOGARITHMIC_FROM * smallest
                ? logarithmic(smallest / unit, largest / unit, unitName, width / PIXELS_PER_SIZE_TICK)
                : linear(smallest / unit, largest / unit, unitName, width / PIXELS_PER_SIZE_TICK);
        return new TradeOffAxes(size, unit, accuracy(points, height / PIXELS_PER_ACCURACY_TICK));
    }

    private static ValueAxis logarithmic(double smallest, double largest, String unit, double ticks) {
        double low = log2(smallest);
        double high = log2(largest);
        double span = high - low;
        LogAxis axis = new LogAxis(ReportTexts.text("axis.sizeLogarithmic", unit));
        axis.setBase(2);
        axis.setRange(Math.pow(2, low - 0.06 * span), Math.pow(2, high + 0.1 * span));
        axis.setTickUnit(new NumberTickUnit(Math.max(1, Math.ceil(span / ticks))));
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.######", symbols()));
        return axis;
    }

    private static ValueAxis linear(double smallest, double largest, String unit, double ticks) {
        double span = Math.max(largest - smallest, 0.1 * largest);
        double middle = (largest + smallest) / 2;
        double low = Math.max(0, middle - 0.58 * span);
        double high = middle + 0.62 * span;
        NumberAxis axis = new NumberAxis(ReportTexts.text("axis.size", unit));
        axis.setRange(low, high);
        axis.setTickUnit(tickUnit(niceStep((high - low) / ticks)));
        return axis;
    }

    private static NumberAxis accuracy(List<TradeOffPoint> points, double ticks) {
        double low = 100
                * points.stream()
                        .mapToDouble(p -> p.accuracyInterval().low())
                        .min()
                        .orElseThrow();
        double high = 100
                * points.stream()
                        .mapToDouble(p -> p.accuracyInterval().high())
                        .max()
                        .orElseThrow();
        double span = Math.max(high - low, 1);
        double middle = (high + low) / 2;
        double step = niceStep(1.2 * span / ticks);
        // A little beyond 0 and 100 % leaves room for a marker, but less than a step, so that no tick stands there.
        double bottom = Math.max(middle - 0.6 * span, -0.3 * step);
        double top = Math.min(middle + 0.6 * span, 100 + 0.3 * step);
        NumberAxis axis = new NumberAxis(ReportTexts.text("axis.accuracy"));
        axis.setRange(bottom, top);
        axis.setTickUnit(tickUnit(step));
        return axis;
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
