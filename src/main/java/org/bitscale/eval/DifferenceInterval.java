package org.bitscale.eval;

/** The confidence interval of the difference of two figures of which only the single intervals are known. */
public final class DifferenceInterval {
    private DifferenceInterval() {}

    /**
     * The interval of {@code first − second} by the square-and-add rule (R. G. Newcombe, "Interval estimation for the
     * difference between independent proportions", 1998, method 10; G. Y. Zou and A. Donner, 2008, for any figure). It
     * takes the two errors as independent. Two models measured on the same examples mostly err together, and then it is
     * wider than it need be; only their predictions side by side could tell.
     *
     * @param first a figure
     * @param firstInterval its interval, which holds it
     * @param second another figure
     * @param secondInterval its interval, which holds it, of the same confidence
     */
    public static Interval of(double first, Interval firstInterval, double second, Interval secondInterval) {
        double difference = first - second;
        double below = Math.hypot(first - firstInterval.low(), secondInterval.high() - second);
        double above = Math.hypot(firstInterval.high() - first, second - secondInterval.low());
        return new Interval(difference - below, difference + above);
    }
}
