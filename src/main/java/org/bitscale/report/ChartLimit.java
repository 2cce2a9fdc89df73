package org.bitscale.report;

/**
 * A limit that results must keep to, drawn as a line with the failing side dimmed.
 *
 * @param horizontal whether it limits what is on the horizontal axis
 * @param least whether {@code value} is the least that is allowed, else it is the most
 * @param value in the axis's base unit
 */
public record ChartLimit(boolean horizontal, boolean least, double value) {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is NaN or infinite
     */
    public ChartLimit {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a limit of a chart must be a finite number, but is " + value);
        }
    }
}
