package org.bitscale.quant;

/** Chooses the range from the smallest to the largest value ever seen. */
public final class MinMaxObserver implements Observer {

    private Summary seen;

    @Override
    public void observe(Summary batch) {
        seen = seen == null ? batch : seen.plus(batch);
    }

    @Override
    public Range range() {
        return summary().range();
    }

    @Override
    public Summary summary() {
        if (seen == null) {
            throw new IllegalStateException("no batch was observed");
        }
        return seen;
    }
}
