package org.bitscale.quant;

import java.util.Arrays;

/**
 * How often which values occur, in at most {@value #MOST_BINS} bins, however many values come.
 *
 * <p>Bins are 2^exponent wide and lie on whole multiples of their width: bin i holds the values x with
 * {@code (first + i)·2^exponent ≤ x < (first + i + 1)·2^exponent}, and 0 is always a border. The width is the smallest
 * power of two under which {@value #MOST_BINS} bins reach from the smallest value, or 0, to the largest, or 0. When a
 * value lies outside, neighbouring bins are merged in pairs until it is within reach. Therefore nothing is ever counted in
 * a wrong bin, no count is lost, and the result does not depend on the order in which values or histograms come. (What is smaller than 10⁻³⁰ altogether is counted as one.)
 *
 * @param exponent of the bins' width
 * @param first number of the first bin, in widths from 0
 * @param counts values in each bin
 */
public record ValueHistogram(int exponent, long first, long[] counts) {

    /** Most bins. */
    public static final int MOST_BINS = 2048;

    /** Nothing counted yet. */
    public static final ValueHistogram EMPTY = new ValueHistogram(Float.MIN_EXPONENT, 0, new long[0]);

    /** Narrower bins would not hold together with float arithmetic. */
    private static final double SMALLEST_SPAN = 1e-30;

    /**
     * Counts values.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public static ValueHistogram of(float... values) {
        if (values.length == 0) {
            return EMPTY;
        }
        double min = 0;
        double max = 0;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("only finite values can be counted, but one is " + value);
            }
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        // One bin too many at most, which of() merges away.
        double span = Math.max(max - min, SMALLEST_SPAN);
        int exponent = Math.getExponent(span) + 1 - Integer.numberOfTrailingZeros(MOST_BINS);
        long first = (long) Math.floor(Math.scalb(min, -exponent));
        long last = (long) Math.floor(Math.scalb(max, -exponent));
        long[] counts = new long[Math.toIntExact(last - first + 1)];
        for (float value : values) {
            counts[(int) ((long) Math.floor(Math.scalb((double) value, -exponent)) - first)]++;
        }
        return of(exponent, first, counts);
    }

    /** A histogram of given counts, its bins merged until there are at most {@value #MOST_BINS}; empty ends are cut. */
    public static ValueHistogram of(int exponent, long first, long[] counts) {
        int from = 0;
        int to = counts.length;
        while (from < to && counts[from] == 0) {
            from++;
        }
        while (to > from && counts[to - 1] == 0) {
            to--;
        }
        ValueHistogram cut = new ValueHistogram(exponent, first + from, Arrays.copyOfRange(counts, from, to));
        return to == from ? EMPTY : cut.within(MOST_BINS);
    }

    /** Both together. */
    public ValueHistogram merged(ValueHistogram other) {
        if (counts.length == 0) {
            return other;
        }
        if (other.counts.length == 0) {
            return this;
        }
        int common = Math.max(exponent, other.exponent);
        while (true) {
            long start = Math.min(at(common), other.at(common));
            long end = Math.max(endAt(common), other.endAt(common));
            if (Math.max(end, 1) - Math.min(start, 0) <= MOST_BINS) {
                long[] sum = new long[(int) (end - start)];
                addTo(sum, start, common);
                other.addTo(sum, start, common);
                return new ValueHistogram(common, start, sum);
            }
            common++;
        }
    }

    private ValueHistogram within(int bins) {
        int wider = exponent;
        while (Math.max(endAt(wider), 1) - Math.min(at(wider), 0) > bins) {
            wider++;
        }
        if (wider == exponent) {
            return this;
        }
        long start = at(wider);
        long[] sum = new long[(int) (endAt(wider) - start)];
        addTo(sum, start, wider);
        return new ValueHistogram(wider, start, sum);
    }

    /** The first bin's number in bins of another width. */
    private long at(int wider) {
        return first >> (wider - exponent);
    }

    /** One more than the last bin's number in bins of another width. */
    private long endAt(int wider) {
        return ((first + counts.length - 1) >> (wider - exponent)) + 1;
    }

    private void addTo(long[] sum, long start, int wider) {
        for (int i = 0; i < counts.length; i++) {
            sum[(int) (((first + i) >> (wider - exponent)) - start)] += counts[i];
        }
    }

    /** Number of bins. */
    public int bins() {
        return counts.length;
    }

    /** Width of a bin. */
    public double width() {
        return Math.scalb(1.0, exponent);
    }

    /** Lower border of bin {@code i}; with {@link #bins()}, the upper border of the last. */
    public double border(int i) {
        return Math.scalb((double) (first + i), exponent);
    }

    /** Middle of bin {@code i}. */
    public double middle(int i) {
        return Math.scalb(first + i + 0.5, exponent);
    }

    /** Number of values. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The value below which a share of all values lies, taken as evenly spread within their bins.
     *
     * @param share from 0 to 1
     * @throws IllegalStateException if nothing was counted
     */
    public double quantile(double share) {
        if (counts.length == 0) {
            throw new IllegalStateException("nothing was counted");
        }
        double wanted = share * total();
        double below = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && below + counts[i] >= wanted) {
                return border(i) + width() * Math.max(0, (wanted - below) / counts[i]);
            }
            below += counts[i];
        }
        return border(counts.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValueHistogram histogram
                && exponent == histogram.exponent
                && first == histogram.first
                && Arrays.equals(counts, histogram.counts);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * exponent + Long.hashCode(first)) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "ValueHistogram[%d values in %d bins from %s, each %s wide]"
                .formatted(total(), bins(), border(0), width());
    }
}
