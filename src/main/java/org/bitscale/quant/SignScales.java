package org.bitscale.quant;

import java.util.Arrays;

/** Scales of weights that keep little but their sign: those of smallest squared error, in closed form. */
public final class SignScales {

    private SignScales() {}

    /** For −1 and +1 the mean magnitude (Rastegari et al. 2016); 1 if there is nothing but 0. */
    public static float binary(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += Math.abs(value);
        }
        return positive(sum / Math.max(1, values.length));
    }

    /**
     * For −1, 0 and +1 the mean of the k largest magnitudes, k being such that {@code (Σ magnitudes)² / k} is largest: the
     * exact solution of what Li et al. 2016 approximate by a threshold of 0.7 times the mean magnitude. 1 if there is
     * nothing but 0.
     */
    public static float ternary(float[] values) {
        float[] magnitudes = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        Arrays.sort(magnitudes);
        double sum = 0;
        double most = 0;
        double best = 0;
        for (int k = 1; k <= magnitudes.length; k++) {
            sum += magnitudes[magnitudes.length - k];
            if (sum * sum / k > most) {
                most = sum * sum / k;
                best = sum / k;
            }
        }
        return positive(best);
    }

    private static float positive(double scale) {
        return scale < Float.MIN_NORMAL ? 1 : (float) scale;
    }
}
