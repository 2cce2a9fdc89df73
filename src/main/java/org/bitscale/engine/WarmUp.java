package org.bitscale.engine;

import org.bitscale.BadInputException;

/**
 * A learning rate that rises evenly before the schedule begins (Goyal et al. 2017).
 *
 * @param epochs how long, may be a fraction, above 0
 * @param firstRate share of the schedule's first rate in the first step, from 0 to 1
 */
public record WarmUp(double epochs, double firstRate) {

    /** Where the rate usually starts. */
    public static final double USUAL_FIRST_RATE = 0.1;

    /** Checks the numbers. */
    public WarmUp {
        if (!(epochs > 0 && epochs <= 100_000)) {
            throw new BadInputException(
                    "A warm-up above 0 and at most 100000 epochs is expected, but %s came".formatted(epochs));
        }
        if (!(firstRate >= 0 && firstRate <= 1)) {
            throw new BadInputException(
                    "A first rate of a warm-up from 0 to 1 is expected, but %s came".formatted(firstRate));
        }
    }

    /**
     * What the recipe's rate is multiplied by.
     *
     * @param schedule what comes after the warm-up, over the steps that are left
     * @param steps done so far
     * @param perEpoch steps of an epoch
     * @param total steps of the training
     */
    double factor(Schedule schedule, long steps, long perEpoch, long total) {
        double length = Math.min(total, Math.rint(epochs * perEpoch));
        if (steps < length) {
            return schedule.factor(0) * (firstRate + (1 - firstRate) * (steps / length));
        }
        return schedule.factor((steps - length) / Math.max(1, total - length));
    }
}
