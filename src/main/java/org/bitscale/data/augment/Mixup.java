package org.bitscale.data.augment;

import java.util.function.DoubleSupplier;

/**
 * Mixing the examples of a batch (Zhang et al. 2018): each becomes {@code share · itself + (1 − share) · its partner},
 * and so does its loss.
 */
public final class Mixup {

    private Mixup() {}

    /**
     * A share drawn from Beta(α, α), by Jöhnk's method (1964).
     *
     * @param alpha above 0 and at most {@value Augmentation#LARGEST_MIXUP}
     * @param random uniform numbers in [0, 1)
     */
    public static double share(double alpha, DoubleSupplier random) {
        while (true) {
            double x = StrictMath.pow(random.getAsDouble(), 1 / alpha);
            double y = StrictMath.pow(random.getAsDouble(), 1 / alpha);
            if (x + y > 0 && x + y <= 1) {
                return x / (x + y);
            }
        }
    }

    /**
     * Mixes a batch in place.
     *
     * @param values of the examples, one behind the other
     * @param partners position of each example's partner
     * @param share of the example itself
     */
    public static void mix(float[] values, int[] partners, double share) {
        int size = values.length / partners.length;
        float[] before = values.clone();
        float own = (float) share;
        float other = (float) (1 - share);
        for (int i = 0; i < partners.length; i++) {
            for (int j = 0; j < size; j++) {
                values[i * size + j] = own * before[i * size + j] + other * before[partners[i] * size + j];
            }
        }
    }
}
