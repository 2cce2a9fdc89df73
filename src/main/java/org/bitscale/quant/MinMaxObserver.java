package org.bitscale.quant;

/** Chooses the range from the smallest to the largest value ever seen, and keeps a bounded sample of the values. */
public final class MinMaxObserver implements Observer {

    private static final int SAMPLE = 8192;

    private final Reservoir reservoir = new Reservoir(SAMPLE);
    private Range range;
    private double absoluteSum;
    private long count;

    @Override
    public void observe(Summary batch) {
        range = range == null ? batch.range() : range.union(batch.range());
        absoluteSum += batch.absoluteSum();
        count += batch.count();
        reservoir.add(batch.sample());
    }

    @Override
    public Range range() {
        if (range == null) {
            throw new IllegalStateException("no batch was observed");
        }
        return range;
    }

    @Override
    public Summary summary() {
        return new Summary(range(), absoluteSum, count, reservoir.sample());
    }
}
