package org.bitscale.quant;

/**
 * What is measured of a tensor, in one batch or over a whole calibration. Every {@link RangeRule} chooses from it, so that
 * one pass over the data serves them all.
 *
 * @param range smallest and largest value
 * @param absoluteSum sum of the magnitudes
 * @param count number of values
 * @param sample some of the values, evenly drawn; not copied
 * @param histogram how often which values occur
 * @param average smallest and largest value of a batch, as moving averages over the batches: the first batch's, from
 *     which each later batch draws them a tenth of the way towards its own
 */
public record Summary(
        Range range, double absoluteSum, long count, float[] sample, ValueHistogram histogram, Range average) {

    /** What one batch gives. */
    public static Summary ofBatch(
            Range range, double absoluteSum, long count, float[] sample, ValueHistogram histogram) {
        return new Summary(range, absoluteSum, count, sample, histogram, range);
    }

    /**
     * Of a batch of values, all of them its sample.
     *
     * @throws IllegalArgumentException if there are none, or one is not finite
     */
    public static Summary of(float... values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        double sum = 0;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += Math.abs(value);
        }
        return ofBatch(new Range(min, max), sum, values.length, values, ValueHistogram.of(values));
    }

    /** Mean magnitude. */
    public double absoluteMean() {
        return count == 0 ? 0 : absoluteSum / count;
    }
}
