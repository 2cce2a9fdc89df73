package org.bitscale.eval;

/**
 * The exact McNemar test: do two models' errors on the same rows differ by more than chance? (Q. McNemar, "Note on the
 * sampling error of the difference between correlated proportions or percentages", Psychometrika 1947.)
 *
 * @param onlyFirst rows that the first model alone predicts right
 * @param onlySecond rows that the second model alone predicts right
 * @param pValue two-sided p-value under the binomial distribution with share ½, 0 … 1; 1 where no row tells the two
 *     apart
 */
public record McNemar(long onlyFirst, long onlySecond, double pValue) {
    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if a count is negative or the p-value lies outside 0 … 1
     */
    public McNemar {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException(
                    "expected counts of at least 0, but came %d and %d".formatted(onlyFirst, onlySecond));
        }
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("expected a p-value in 0 … 1, but came " + pValue);
        }
    }

    /**
     * Tests two models' predictions on the same rows.
     *
     * @param truth class per row
     * @param first the first model's class per row
     * @param second the second model's class per row
     * @throws IllegalArgumentException if the lengths differ or are 0
     */
    public static McNemar of(int[] truth, int[] first, int[] second) {
        Arguments.sameLength("true labels", truth.length, "first predictions", first.length);
        Arguments.sameLength("true labels", truth.length, "second predictions", second.length);
        Arguments.notEmpty("predictions", truth.length);
        long onlyFirst = 0;
        long onlySecond = 0;
        for (int i = 0; i < truth.length; i++) {
            boolean firstRight = first[i] == truth[i];
            boolean secondRight = second[i] == truth[i];
            if (firstRight && !secondRight) {
                onlyFirst++;
            } else if (secondRight && !firstRight) {
                onlySecond++;
            }
        }
        return of(onlyFirst, onlySecond);
    }

    /**
     * Tests counts already taken.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public static McNemar of(long onlyFirst, long onlySecond) {
        if (onlyFirst < 0 || onlySecond < 0) {
            return new McNemar(onlyFirst, onlySecond, 1);
        }
        return new McNemar(
                onlyFirst, onlySecond, twoSided(Math.min(onlyFirst, onlySecond), Math.addExact(onlyFirst, onlySecond)));
    }

    /** {@code min(1, 2 · P(X ≤ k))} for X binomial with n trials of share ½. */
    private static double twoSided(long k, long n) {
        double logTerm = -n * Math.log(2);
        for (long i = 1; i <= k; i++) {
            logTerm += Math.log((double) (n - i + 1) / i);
        }
        // The tail relative to its greatest term, P(X = k); the terms fall towards 0.
        double sum = 1;
        double term = 1;
        for (long i = k; i >= 1 && term > 1e-20; i--) {
            term *= (double) i / (n - i + 1);
            sum += term;
        }
        return Math.min(1, 2 * Math.exp(logTerm + Math.log(sum)));
    }
}
