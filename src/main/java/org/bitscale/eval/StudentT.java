package org.bitscale.eval;

/** Student's t distribution with a whole number of degrees of freedom. */
final class StudentT {
    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /** Beyond, an expansion about the normal distribution is exact to nine digits, and sums would be long. */
    private static final int MANY = 10_000;

    private StudentT() {}

    /**
     * The probability of a value between −t and t (M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions",
     * 1964, formulas 26.7.3 and 26.7.4): a finite sum, no approximation.
     *
     * @param t at least 0
     * @param degrees of freedom, at least 1
     */
    static double central(double t, int degrees) {
        double angle = Math.atan(t / Math.sqrt(degrees));
        double cosine = Math.cos(angle);
        boolean odd = degrees % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = degrees == 1 ? 0 : term;
        for (int i = odd ? 3 : 2; i < degrees; i += 2) {
            term *= cosine * cosine * (i - 1) / i;
            sum += term;
        }
        double tail = Math.sin(angle) * sum;
        return odd ? 2 / Math.PI * (angle + tail) : tail;
    }

    /** The 97.5 % quantile: what lies between it and its negative has probability 95 %. */
    static double quantile975(int degrees) {
        if (degrees > MANY) {
            // R. A. Fisher and E. A. Cornish, 1960: the first two terms of the expansion in 1 / degrees.
            double cube = Z * Z * Z;
            double first = (cube + Z) / 4;
            double second = (5 * cube * Z * Z + 16 * cube + 3 * Z) / 96;
            return Z + first / degrees + second / degrees / degrees;
        }
        double low = 0;
        double high = 13;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (central(middle, degrees) < 0.95) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
