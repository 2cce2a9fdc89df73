package org.bitscale.experiment;

import java.util.Arrays;

/**
 * How often values lie where.
 *
 * @param min the smallest value, where the first bin begins
 * @param max the largest value, where the last bin ends
 * @param counts values in each of equally wide bins; not copied
 * @param zeros how many of them are exactly 0, as most are after a Relu
 */
public record Histogram(float min, float max, long[] counts, long zeros) {

    /** Number of bins. */
    public static final int BINS = 256;

    static Histogram of(float[] values) {
        HistogramCounter counter = HistogramCounter.over(values);
        counter.add(values);
        return counter.histogram();
    }

    /** The bin that a value from {@link #min} to {@link #max} lies in. */
    public int bin(float value) {
        return bin(value, min, max, counts.length);
    }

    static int bin(float value, float min, float max, int bins) {
        return max > min ? Math.min(bins - 1, (int) ((value - min) * (bins / ((double) max - min)))) : 0;
    }

    /** Number of values. */
    public long total() {
        return Arrays.stream(counts).sum();
    }
}
