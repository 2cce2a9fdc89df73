package org.bitscale.eval;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Confidence intervals by resampling (B. Efron, "Bootstrap methods: another look at the jackknife", 1979). */
public final class Bootstrap {
    /** How often the values are drawn anew. */
    public static final int RESAMPLES = 1000;

    private Bootstrap() {}

    /**
     * The 95 % percentile interval of the mean: {@value #RESAMPLES} times as many values are drawn, with replacement,
     * and of the means drawn the 2.5 % and 97.5 % quantiles are taken, interpolated linearly. For few values it is too
     * narrow; {@link Moments} serves them better.
     *
     * @param values for example the loss of each example; at least one, finite
     * @param seed of the draws; equal seeds give equal intervals on every machine
     * @throws IllegalArgumentException if there are no values, or one is NaN or infinite
     */
    public static Interval ofMean(double[] values, long seed) {
        Arguments.notEmpty("values", values.length);
        Arguments.finite("value", values);
        SplittableRandom random = new SplittableRandom(seed);
        // Sums of differences from one value, so that equal values give an interval without width.
        double offset = values[0];
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double sum = 0;
            for (int draw = 0; draw < values.length; draw++) {
                sum += values[random.nextInt(values.length)] - offset;
            }
            means[resample] = offset + sum / values.length;
        }
        Arrays.sort(means);
        return new Interval(quantile(means, 0.025), quantile(means, 0.975));
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
