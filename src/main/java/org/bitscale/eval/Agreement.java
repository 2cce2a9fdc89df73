package org.bitscale.eval;

/**
 * How often two models give the same prediction, right or wrong.
 *
 * @param equal rows with equal predictions
 * @param total rows compared, at least 1
 */
public record Agreement(long equal, long total) {
    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if {@code total} is below 1 or {@code equal} lies outside 0 … {@code total}
     */
    public Agreement {
        if (total < 1 || equal < 0 || equal > total) {
            throw new IllegalArgumentException(
                    "expected at least one row and 0 … total equal ones, but came %d of %d".formatted(equal, total));
        }
    }

    /**
     * Counts equal predictions.
     *
     * @param first class per row
     * @param second class per row, of equal length
     * @throws IllegalArgumentException if the lengths differ or are 0
     */
    public static Agreement of(int[] first, int[] second) {
        Arguments.sameLength("first predictions", first.length, "second predictions", second.length);
        Arguments.notEmpty("predictions", first.length);
        long equal = 0;
        for (int i = 0; i < first.length; i++) {
            if (first[i] == second[i]) {
                equal++;
            }
        }
        return new Agreement(equal, first.length);
    }

    /** The share of equal predictions, 0 … 1. */
    public double share() {
        return (double) equal / total;
    }

    /** The number of rows whose prediction flips between the two. */
    public long flips() {
        return total - equal;
    }

    /** Whether every prediction is equal. */
    public boolean complete() {
        return equal == total;
    }
}
