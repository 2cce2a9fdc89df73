package org.bitscale.quant;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitscale.BadInputException;

/**
 * How the range of a tensor is chosen from what it takes. Whatever is chosen contains 0, which stays exactly
 * representable.
 *
 * <p>A wide range cuts nothing off but has coarse steps, a narrow one the other way round. At 8 bits the smallest and
 * largest value usually do; below, and where few values lie far out, {@link Mse} is the first to try.
 */
public sealed interface RangeRule {

    /** From the smallest to the largest value. */
    RangeRule MIN_MAX = new MinMax();

    /** What {@link #parse} understands, for messages and help. */
    String FORM = "minmax, moving-average, percentile (with a number from 50 to 100, 99.99 by default), mse or entropy";

    /**
     * The range of an activation tensor.
     *
     * @param summary what the tensor takes
     * @param format the integers it is quantized to, with a free zero point
     */
    Range ofActivations(Summary summary, IntegerFormat format);

    /**
     * The scale of weights, with zero point 0.
     *
     * @param weights all that share the scale: an output channel's, or a layer's
     * @param format their levels
     * @return a positive scale; 1 if there is nothing but 0
     */
    float ofWeights(float[] weights, LevelFormat format);

    /**
     * Reads a rule as it stands in plan files and options.
     *
     * @throws BadInputException if it is none
     */
    static RangeRule parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Matcher percentile = Percentile.TEXT.matcher(word);
        if (percentile.matches()) {
            return percentile.group(1) == null
                    ? new Percentile(Percentile.USUAL)
                    : new Percentile(Double.parseDouble(percentile.group(1)));
        }
        return switch (word) {
            case "minmax" -> MIN_MAX;
            case "moving-average" -> new MovingAverage();
            case "mse" -> new Mse();
            case "entropy" -> new Entropy();
            default -> throw new BadInputException("A range rule is expected: %s; but '%s' came".formatted(FORM, text));
        };
    }

    /** The scale under which a magnitude is the largest level. */
    private static float scale(double magnitude, LevelFormat format) {
        float scale = (float) magnitude / format.largest();
        return scale < Float.MIN_NORMAL ? 1 : scale;
    }

    private static float largestMagnitude(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static float[] magnitudes(float[] values) {
        float[] magnitudes = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        return magnitudes;
    }

    /** From the smallest to the largest value ever seen: nothing is cut off. */
    record MinMax() implements RangeRule {

        @Override
        public Range ofActivations(Summary summary, IntegerFormat format) {
            return summary.range();
        }

        @Override
        public float ofWeights(float[] weights, LevelFormat format) {
            return scale(largestMagnitude(weights), format);
        }

        @Override
        public String toString() {
            return "minmax";
        }
    }

    /**
     * From the average smallest to the average largest value of a batch, a moving average as training with observed
     * ranges has it (Jacob et al. 2018): one odd batch counts little. Weights have no batches; theirs is the range from
     * the smallest to the largest.
     */
    record MovingAverage() implements RangeRule {

        @Override
        public Range ofActivations(Summary summary, IntegerFormat format) {
            return summary.average();
        }

        @Override
        public float ofWeights(float[] weights, LevelFormat format) {
            return MIN_MAX.ofWeights(weights, format);
        }

        @Override
        public String toString() {
            return "moving-average";
        }
    }

    /**
     * Cuts off the outermost values: an activation's range is that from the (100 − p)-th to the p-th percentile, weights
     * are cut at the p-th percentile of their magnitudes.
     *
     * @param percent p, from 50 to 100
     */
    record Percentile(double percent) implements RangeRule {

        /** p where it is not said. */
        public static final double USUAL = 99.99;

        private static final Pattern TEXT = Pattern.compile("percentile(?:\\s+([0-9]{1,3}(?:\\.[0-9]{1,12})?))?");

        /**
         * Checks the number.
         *
         * @throws BadInputException if it is out of its bounds
         */
        public Percentile {
            if (!(percent >= 50 && percent <= 100)) {
                throw new BadInputException("A percentile from 50 to 100 is expected, but %s came".formatted(percent));
            }
        }

        @Override
        public Range ofActivations(Summary summary, IntegerFormat format) {
            Range all = summary.range();
            double low = summary.histogram().quantile(1 - percent / 100);
            double high = summary.histogram().quantile(percent / 100);
            float min = (float) Math.max(all.min(), Math.min(low, 0));
            float max = (float) Math.min(all.max(), Math.max(high, 0));
            return new Range(Math.min(min, max), Math.max(min, max));
        }

        @Override
        public float ofWeights(float[] weights, LevelFormat format) {
            if (weights.length == 0) {
                return 1;
            }
            float[] sorted = magnitudes(weights);
            java.util.Arrays.sort(sorted);
            double place = percent / 100 * (sorted.length - 1);
            int below = (int) place;
            float next = sorted[Math.min(below + 1, sorted.length - 1)];
            return scale(sorted[below] + (place - below) * (next - sorted[below]), format);
        }

        @Override
        public String toString() {
            boolean whole = percent == Math.rint(percent);
            return "percentile " + (whole ? Long.toString((long) percent) : Double.toString(percent));
        }
    }

    /**
     * The range with the smallest sum of squared differences between values and their quantized values. Each end is moved
     * towards 0 in steps of 5 %, both ends in all combinations; the range from the smallest to the largest value is
     * among those tried.
     */
    record Mse() implements RangeRule {

        @Override
        public Range ofActivations(Summary summary, IntegerFormat format) {
            return RangeSearch.best(
                    summary, candidate -> RangeSearch.squaredError(summary.histogram(), candidate, format));
        }

        @Override
        public float ofWeights(float[] weights, LevelFormat format) {
            return ScaleSearch.smallestError(weights, MIN_MAX.ofWeights(weights, format), format);
        }

        @Override
        public String toString() {
            return "mse";
        }
    }

    /**
     * The range under which the quantized values are distributed most like the values, by the Kullback–Leibler divergence
     * (Migacz 2017, "8-bit Inference with TensorRT"). The same ranges are tried as for {@link Mse}. Made for 8 bits; with
     * few bits it cuts too little. Weights get the range of {@link Mse}.
     */
    record Entropy() implements RangeRule {

        @Override
        public Range ofActivations(Summary summary, IntegerFormat format) {
            ValueHistogram histogram = Divergence.withoutZero(summary.histogram());
            return RangeSearch.best(summary, candidate -> Divergence.of(histogram, candidate, format, false));
        }

        /** By squared error: the weights of a channel are too few for a distribution. */
        @Override
        public float ofWeights(float[] weights, LevelFormat format) {
            return new Mse().ofWeights(weights, format);
        }

        @Override
        public String toString() {
            return "entropy";
        }
    }
}
