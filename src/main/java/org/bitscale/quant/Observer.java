package org.bitscale.quant;

/**
 * Collects what one tensor takes over the batches of a calibration; a {@link RangeRule} chooses the range from it. Its
 * memory does not depend on how many batches it sees.
 */
public final class Observer {

    /** Share by which the moving average follows a batch. */
    static final float PACE = 0.1f;

    private static final int SAMPLE = 8192;

    private final Reservoir reservoir = new Reservoir(SAMPLE);
    private ValueHistogram histogram = ValueHistogram.EMPTY;
    private Range range;
    private Range average;
    private double absoluteSum;
    private long count;

    /** Sees one batch. */
    public void observe(Summary batch) {
        range = range == null ? batch.range() : range.union(batch.range());
        average = average == null ? batch.average() : average.towards(batch.average(), PACE);
        absoluteSum += batch.absoluteSum();
        count += batch.count();
        histogram = histogram.merged(batch.histogram());
        reservoir.add(batch.sample());
    }

    /**
     * Everything seen so far, merged.
     *
     * @throws IllegalStateException if no batch was seen
     */
    public Summary summary() {
        if (range == null) {
            throw new IllegalStateException("no batch was observed");
        }
        return new Summary(range, absoluteSum, count, reservoir.sample(), histogram, average);
    }
}
