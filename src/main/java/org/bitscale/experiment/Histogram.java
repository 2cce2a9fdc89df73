package org.bitscale.experiment;

import java.util.Arrays;

/**
 * How often values lie where.
 *
 * @param min the smallest value, where the first bin begins
 * @param max the largest value, where the last bin ends
 * @param counts values in each of equally wide bins; not copied
 */
public record Histogram(float min, float max, long[] counts) {

    /** Number of bins. */
    public static final int BINS = 256;

    /** Without any values, to be filled by {@link #count}. */
    static Histogram empty(float min, float max) {
        return new Histogram(min, max, new long[BINS]);
    }

    static Histogram of(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        Histogram histogram = empty(min, max);
        histogram.count(values);
        return histogram;
    }

    /** Adds values from {@code min} to {@code max}. */
    void count(float[] values) {
        double binsPerUnit = max > min ? counts.length / ((double) max - min) : 0;
        for (float value : values) {
            int bin = (int) ((value - min) * binsPerUnit);
            counts[Math.min(bin, counts.length - 1)]++;
        }
    }

    /** Number of values. */
    public long total() {
        return Arrays.stream(counts).sum();
    }
}
