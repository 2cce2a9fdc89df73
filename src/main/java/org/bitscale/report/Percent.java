package org.bitscale.report;

import java.util.Locale;
import org.bitscale.eval.Interval;

/** Shares of 0 … 1 as percentages. */
final class Percent {
    private Percent() {}

    /** For example {@code "92.73 %"}. */
    static String format(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** For example {@code "92.73 % (92.2–93.2)"}. */
    static String format(double share, Interval interval) {
        return String.format(
                Locale.ROOT, "%.2f %% (%.1f–%.1f)", 100 * share, 100 * interval.low(), 100 * interval.high());
    }
}
