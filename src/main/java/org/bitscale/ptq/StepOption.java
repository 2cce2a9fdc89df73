package org.bitscale.ptq;

import java.math.BigDecimal;
import org.bitscale.BadInputException;

/**
 * A number that a step takes.
 *
 * @param key how it is written
 * @param whole whether it is a whole number
 * @param low smallest value
 * @param high largest value
 * @param usual where it is not said
 */
public record StepOption(String key, boolean whole, double low, double high, double usual) {

    /**
     * Reads a value.
     *
     * @param step word of the step, for the message
     * @throws BadInputException if it is none within the bounds
     */
    double parse(String step, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= low && value <= high && (!whole || value == Math.rint(value))) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, as what is out of bounds
        }
        throw new BadInputException("%s of %s is a %s from %s to %s, but '%s' came"
                .formatted(key, step, whole ? "whole number" : "number", write(low), write(high), text));
    }

    /** A value as it is written. */
    static String write(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
