package org.bitscale.eval;

/**
 * A closed interval of real numbers, most often a confidence interval.
 *
 * @param low the lower end
 * @param high the upper end, at least {@code low}
 */
public record Interval(double low, double high) {
    /**
     * Checks the ends.
     *
     * @throws IllegalArgumentException if an end is NaN or infinite, or {@code low > high}
     */
    public Interval {
        Arguments.finite("the interval's low end", low);
        Arguments.finite("the interval's high end", high);
        if (low > high) {
            throw new IllegalArgumentException(
                    "the interval's low end %s lies above its high end %s".formatted(low, high));
        }
    }

    /** Whether {@code value} lies between the ends, both included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The distance between the ends. */
    public double width() {
        return high - low;
    }
}
