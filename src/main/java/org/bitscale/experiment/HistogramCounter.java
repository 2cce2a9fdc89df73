package org.bitscale.experiment;

/** Fills a {@link Histogram} whose ends are known. */
final class HistogramCounter {

    private final float min;
    private final float max;
    private final long[] counts = new long[Histogram.BINS];
    private long zeros;

    private HistogramCounter(float min, float max) {
        this.min = min;
        this.max = max;
    }

    /** From the smallest to the largest of some values; nothing is counted yet. */
    static HistogramCounter over(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new HistogramCounter(min, max);
    }

    /** From the smaller to the larger end of both, with nothing counted. */
    HistogramCounter widened(HistogramCounter other) {
        return new HistogramCounter(Math.min(min, other.min), Math.max(max, other.max));
    }

    float min() {
        return min;
    }

    float max() {
        return max;
    }

    /** Counts values between the ends. */
    void add(float[] values) {
        for (float value : values) {
            counts[Histogram.bin(value, min, max, counts.length)]++;
            if (value == 0) {
                zeros++;
            }
        }
    }

    Histogram histogram() {
        return new Histogram(min, max, counts, zeros);
    }
}
