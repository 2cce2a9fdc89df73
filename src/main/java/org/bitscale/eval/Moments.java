package org.bitscale.eval;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Mean and spread of a few values, such as the accuracies of one recipe under several seeds.
 *
 * @param count how many values, at least 1
 * @param mean their arithmetic mean
 * @param standardDeviation the sample's, with the divisor {@code count − 1}; empty for a single value
 * @param interval 95 % confidence interval of the mean; empty for a single value
 */
public record Moments(int count, double mean, OptionalDouble standardDeviation, Optional<Interval> interval) {

    /**
     * Moments of {@code values}. The interval is Student's, {@code mean ± t · s / √count} with the exact quantile for
     * {@code count − 1} degrees of freedom ("Student", "The probable error of a mean", Biometrika 1908); it assumes that
     * the values are independent and about normal, which few values cannot show.
     *
     * @param values at least one, finite
     * @throws IllegalArgumentException if there are none, or one is NaN or infinite
     */
    public static Moments of(double[] values) {
        Arguments.notEmpty("values", values.length);
        Arguments.finite("value", values);
        int count = values.length;
        double first = mean(values, 0);
        // The second pass takes back what the first lost by rounding: equal values have just their value as mean.
        double mean = first + mean(values, first);
        if (count == 1) {
            return new Moments(count, mean, OptionalDouble.empty(), Optional.empty());
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / (count - 1));
        double half = StudentT.quantile975(count - 1) * deviation / Math.sqrt(count);
        return new Moments(
                count, mean, OptionalDouble.of(deviation), Optional.of(new Interval(mean - half, mean + half)));
    }

    private static double mean(double[] values, double offset) {
        double sum = 0;
        for (double value : values) {
            sum += value - offset;
        }
        return sum / values.length;
    }
}
