package org.bitscale.eval;

/** Signal-to-quantization-noise ratio in decibels. */
public final class Sqnr {
    private Sqnr() {}

    /**
     * {@code 10 · log10(Σ reference² / Σ (reference − other)²)}.
     *
     * @param reference the exact values, any shape laid out flat
     * @param other the approximated values, of equal length
     * @return decibels; positive infinity where both are equal, negative infinity where the reference is all zero and
     *     the other is not
     * @throws IllegalArgumentException if the lengths differ or are 0, or a value is NaN or infinite
     */
    public static double of(float[] reference, float[] other) {
        Arguments.sameLength("reference values", reference.length, "other values", other.length);
        Arguments.notEmpty("values", reference.length);
        Arguments.finite("reference", reference);
        Arguments.finite("other", other);
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < reference.length; i++) {
            double exact = reference[i];
            double error = exact - other[i];
            signal += exact * exact;
            noise += error * error;
        }
        if (noise == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return 10 * Math.log10(signal / noise);
    }
}
