package org.bitscale.eval;

/**
 * The share of right predictions, with a 95 % confidence interval.
 *
 * @param correct how many predictions were right
 * @param total how many there were, at least 1
 */
public record Accuracy(long correct, long total) {
    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if {@code total} is below 1 or {@code correct} lies outside 0 … {@code total}
     */
    public Accuracy {
        if (total < 1) {
            throw new IllegalArgumentException("expected at least one prediction, but the total is " + total);
        }
        if (correct < 0 || correct > total) {
            throw new IllegalArgumentException(
                    "expected 0 … %d right predictions, but came %d".formatted(total, correct));
        }
    }

    /**
     * Counts how often {@code predicted} equals {@code truth}.
     *
     * @param truth class per row
     * @param predicted class per row, of equal length
     * @throws IllegalArgumentException if the lengths differ or are 0
     */
    public static Accuracy of(int[] truth, int[] predicted) {
        Arguments.sameLength("true labels", truth.length, "predictions", predicted.length);
        Arguments.notEmpty("predictions", predicted.length);
        long correct = 0;
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] == predicted[i]) {
                correct++;
            }
        }
        return new Accuracy(correct, truth.length);
    }

    /**
     * From counts already taken.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public static Accuracy of(long correct, long total) {
        return new Accuracy(correct, total);
    }

    /** The share of right predictions, 0 … 1. */
    public double value() {
        return (double) correct / total;
    }

    /**
     * The 95 % score interval of the share, inside 0 … 1 (E. B. Wilson, "Probable inference, the law of succession, and
     * statistical inference", JASA 1927). Unlike the normal approximation it stays honest near 0 and 1.
     */
    public Interval interval() {
        double p = value();
        double z2 = Z * Z;
        double denominator = 1 + z2 / total;
        double centre = (p + z2 / (2.0 * total)) / denominator;
        double half = Z * Math.sqrt(p * (1 - p) / total + z2 / (4.0 * total * total)) / denominator;
        double low = correct == 0 ? 0 : Math.max(0, centre - half);
        double high = correct == total ? 1 : Math.min(1, centre + half);
        return new Interval(low, high);
    }
}
