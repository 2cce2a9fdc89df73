package org.bitscale.quant;

/**
 * How far the distribution of quantized values is from that of the values: KL(P ‖ Q) = Σ P·log(P / Q), in nats.
 *
 * <p>P is the histogram within the range, the counts of what lies outside added to its outermost bins. Q has, in each
 * bin that is not empty within the range, the mean count of all such bins that are quantized to the same code; what lies
 * outside is not part of it, which is what cutting off costs. Where P has a bin that Q has not, Q is given a ten-thousandth
 * of a count, as common calibrators do.
 */
final class Divergence {

    private static final double ALMOST_NOTHING = 1e-4;

    private Divergence() {}

    /** The divergence under a range; {@code symmetric} with zero point 0. Infinite if nothing lies within. */
    static double of(ValueHistogram histogram, Range range, IntegerFormat format, boolean symmetric) {
        QParams parameters = QParams.ofRange(range, format, symmetric);
        int bins = histogram.bins();
        int from = bins;
        int to = -1;
        for (int i = 0; i < bins; i++) {
            double middle = histogram.middle(i);
            if (middle >= range.min() && middle <= range.max()) {
                from = Math.min(from, i);
                to = i;
            }
        }
        if (to < from) {
            return Double.POSITIVE_INFINITY;
        }
        double[] reference = new double[to - from + 1];
        for (int i = 0; i < bins; i++) {
            reference[Math.max(from, Math.min(to, i)) - from] += histogram.counts()[i];
        }
        int codes = format.qmax() - format.qmin() + 1;
        double[] sum = new double[codes];
        int[] filled = new int[codes];
        int[] code = new int[reference.length];
        for (int i = 0; i < reference.length; i++) {
            code[i] = parameters.quantize((float) histogram.middle(from + i), format) - format.qmin();
            long count = histogram.counts()[from + i];
            if (count > 0) {
                sum[code[i]] += count;
                filled[code[i]]++;
            }
        }
        double[] quantized = new double[reference.length];
        for (int i = 0; i < reference.length; i++) {
            if (histogram.counts()[from + i] > 0) {
                quantized[i] = sum[code[i]] / filled[code[i]];
            } else if (reference[i] > 0) {
                quantized[i] = ALMOST_NOTHING;
            }
        }
        return between(reference, quantized);
    }

    /** KL of two lists of counts, each brought to sum 1; bins of P that are empty add nothing. */
    static double between(double[] reference, double[] quantized) {
        double all = 0;
        double others = 0;
        for (int i = 0; i < reference.length; i++) {
            all += reference[i];
            others += quantized[i];
        }
        double divergence = 0;
        for (int i = 0; i < reference.length; i++) {
            if (reference[i] > 0) {
                double p = reference[i] / all;
                divergence += p * Math.log(p / (quantized[i] / others));
            }
        }
        return divergence;
    }

    /**
     * The histogram with as many values in the bin that starts at 0 as in the one above. What is 0, after a ReLU often
     * half of all, is exact under every range, and must not outweigh the rest.
     */
    static ValueHistogram withoutZero(ValueHistogram histogram) {
        long zero = -histogram.first();
        if (zero < 0 || zero + 1 >= histogram.bins()) {
            return histogram;
        }
        long[] counts = histogram.counts().clone();
        counts[(int) zero] = counts[(int) zero + 1];
        return new ValueHistogram(histogram.exponent(), histogram.first(), counts);
    }
}
