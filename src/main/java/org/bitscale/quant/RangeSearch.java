package org.bitscale.quant;

import java.util.function.ToDoubleFunction;

/** Tries ranges whose ends lie ever closer to 0. */
final class RangeSearch {

    /** Each end is tried at so many places, the last a 25th of the way from 0. */
    private static final int PLACES = 64;

    private static final double SHRINK = 0.95;

    private RangeSearch() {}

    /** The range with the smallest loss; the widest of those with the same. */
    static Range best(Summary summary, ToDoubleFunction<Range> loss) {
        return best(summary.histogram(), summary.range(), loss);
    }

    /** The range with the smallest loss, starting from {@code widest}. */
    static Range best(ValueHistogram histogram, Range widest, ToDoubleFunction<Range> loss) {
        if (histogram.bins() == 0) {
            return widest;
        }
        Range best = widest;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < (widest.min() < 0 ? PLACES : 1); i++) {
            for (int k = 0; k < (widest.max() > 0 ? PLACES : 1); k++) {
                Range candidate = new Range((float) (Math.min(widest.min(), 0) * Math.pow(SHRINK, i)), (float)
                        (Math.max(widest.max(), 0) * Math.pow(SHRINK, k)));
                double now = loss.applyAsDouble(candidate);
                if (now < smallest) {
                    smallest = now;
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** Sum of the squared errors of all values, each taken as the middle of its bin. */
    static double squaredError(ValueHistogram histogram, Range range, IntegerFormat format) {
        QParams parameters = QParams.ofRange(range, format, false);
        double error = 0;
        for (int i = 0; i < histogram.bins(); i++) {
            long count = histogram.counts()[i];
            if (count > 0) {
                double value = histogram.middle(i);
                double code = Math.rint(value / parameters.scale()) + parameters.zeroPoint();
                double kept = Math.max(format.qmin(), Math.min(format.qmax(), code));
                double difference = value - (kept - parameters.zeroPoint()) * parameters.scale();
                error += count * difference * difference;
            }
        }
        return error;
    }

    /** Values and their opposites. */
    static float[] mirrored(float[] values) {
        float[] both = java.util.Arrays.copyOf(values, 2 * values.length);
        for (int i = 0; i < values.length; i++) {
            both[values.length + i] = -values[i];
        }
        return both;
    }
}
