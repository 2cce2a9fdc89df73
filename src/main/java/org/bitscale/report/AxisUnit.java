package org.bitscale.report;

import java.util.Locale;
import org.bitscale.eval.Interval;

/** What the numbers of an axis count. Values are given in the base unit and shown in a handy one. */
public enum AxisUnit {
    /** Shares of 0 … 1, shown in percent. */
    SHARE,
    /** Bytes, shown in KiB or MiB. */
    BYTES,
    /** Operations or parameters, shown as they are, in thousands, millions or billions. */
    COUNT,
    /** Milliseconds, shown so or in microseconds. */
    MILLISECONDS,
    /** Nats of cross-entropy. */
    NATS;

    /**
     * The unit that an axis is labelled in.
     *
     * @param size how many base units it is
     * @param name as it stands in brackets; may be empty
     */
    record Shown(double size, String name) {}

    /** The unit for values from {@code smallest} to {@code largest}. */
    Shown shown(double smallest, double largest) {
        double typical = smallest > 0 ? Math.sqrt(smallest) * Math.sqrt(largest) : largest;
        return switch (this) {
            case SHARE -> new Shown(0.01, "%");
            case BYTES -> typical >= 2 * Sizes.MIB ? new Shown(Sizes.MIB, "MiB") : new Shown(Sizes.KIB, "KiB");
            case COUNT -> shownCount(typical);
            case MILLISECONDS -> largest < 1 ? new Shown(1e-3, "µs") : new Shown(1, "ms");
            case NATS -> new Shown(1, "nats");
        };
    }

    private static Shown shownCount(double typical) {
        if (typical >= 2e9) {
            return new Shown(1e9, ReportTexts.text("unit.billions"));
        }
        if (typical >= 2e6) {
            return new Shown(1e6, ReportTexts.text("unit.millions"));
        }
        return typical >= 2e3 ? new Shown(1e3, ReportTexts.text("unit.thousands")) : new Shown(1, "");
    }

    /** A value with its unit, for example {@code "92.73 %"}, {@code "42.0 KiB"}, {@code "813 M"} or {@code "41.2 µs"}. */
    public String format(double value) {
        return switch (this) {
            case SHARE -> Percent.format(value);
            case BYTES -> Sizes.format(value);
            case COUNT -> count(value);
            case MILLISECONDS -> value < 1 ? significant(1e3 * value) + " µs" : significant(value) + " ms";
            case NATS -> String.format(Locale.ROOT, "%.4f", value);
        };
    }

    /** A value with its interval in brackets, for example {@code "92.73 % (92.2–93.2)"}. */
    public String format(double value, Interval interval) {
        if (this == SHARE) {
            return Percent.format(value, interval);
        }
        return "%s (%s–%s)".formatted(format(value), format(interval.low()), format(interval.high()));
    }

    private static String count(double value) {
        if (value < 1e4) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (value < 999.5e3) {
            return significant(value / 1e3) + " k";
        }
        return value < 999.5e6 ? significant(value / 1e6) + " M" : significant(value / 1e9) + " G";
    }

    private static String significant(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
