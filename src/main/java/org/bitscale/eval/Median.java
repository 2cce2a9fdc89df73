package org.bitscale.eval;

import java.util.Arrays;

/**
 * The middle of some measurements.
 *
 * @param value of an even number the mean of the two in the middle
 * @param interval 95 % interval of the median from order statistics (Conover, "Practical Nonparametric Statistics"),
 *     which assumes independent measurements and no distribution
 * @param count of measurements
 */
public record Median(double value, Interval interval, int count) {

    private static final double Z = 1.959963984540054;

    /**
     * The median of some numbers, in any order.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Median of(double[] values) {
        int n = values.length;
        if (n == 0) {
            throw new IllegalArgumentException("a median needs at least one value, but came none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double half = Z * Math.sqrt(n) / 2;
        int low = Math.max(0, (int) Math.floor(n / 2.0 - half) - 1);
        int high = Math.min(n - 1, (int) Math.ceil(n / 2.0 + half));
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Median(median, new Interval(sorted[low], sorted[high]), n);
    }
}
