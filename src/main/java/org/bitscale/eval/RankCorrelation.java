package org.bitscale.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Whether two measures put things into the same order (C. Spearman, 1904). */
public final class RankCorrelation {

    private RankCorrelation() {}

    /**
     * Spearman's ρ: the correlation of the ranks, equal values sharing the mean of theirs.
     *
     * @param first any values, infinite ones too
     * @param second of equal length
     * @return from −1 to 1; NaN where one of them holds only equal values, so that there is no order
     * @throws IllegalArgumentException if the lengths differ, are below 2, or a value is NaN
     */
    public static double spearman(double[] first, double[] second) {
        Arguments.sameLength("first values", first.length, "second values", second.length);
        if (first.length < 2) {
            throw new IllegalArgumentException("an order needs at least two values, but came " + first.length);
        }
        double[] a = ranks(first);
        double[] b = ranks(second);
        double mean = (first.length + 1) / 2.0;
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - mean) * (b[i] - mean);
            squaresA += (a[i] - mean) * (a[i] - mean);
            squaresB += (b[i] - mean) * (b[i] - mean);
        }
        return squaresA == 0 || squaresB == 0 ? Double.NaN : product / Math.sqrt(squaresA * squaresB);
    }

    /** The rank of each value, 1 for the smallest; equal values share the mean of the ranks they take up. */
    static double[] ranks(double[] values) {
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("a value that is no number (NaN) has no rank");
        }
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int start = 0; start < order.length; ) {
            int end = start + 1;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
            start = end;
        }
        return ranks;
    }
}
