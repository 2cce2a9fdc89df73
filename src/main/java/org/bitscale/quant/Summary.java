package org.bitscale.quant;

/**
 * What is measured of a tensor, in one batch or over a whole calibration.
 *
 * @param range smallest and largest value
 * @param absoluteSum sum of the magnitudes
 * @param count number of values
 * @param sample some of the values, evenly drawn; not copied
 */
public record Summary(Range range, double absoluteSum, long count, float[] sample) {

    /** Mean magnitude. */
    public double absoluteMean() {
        return count == 0 ? 0 : absoluteSum / count;
    }
}
