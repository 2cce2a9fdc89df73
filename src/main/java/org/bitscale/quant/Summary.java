package org.bitscale.quant;

/**
 * What is measured of a tensor in one batch during calibration.
 *
 * @param range smallest and largest value
 * @param absoluteSum sum of the magnitudes
 * @param count number of values
 */
public record Summary(Range range, double absoluteSum, long count) {

    /** The summary of both. */
    public Summary plus(Summary other) {
        return new Summary(range.union(other.range), absoluteSum + other.absoluteSum, count + other.count);
    }

    /** Mean magnitude. */
    public double absoluteMean() {
        return count == 0 ? 0 : absoluteSum / count;
    }
}
