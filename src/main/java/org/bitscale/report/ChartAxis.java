package org.bitscale.report;

import java.util.Objects;
import org.bitscale.eval.Direction;

/**
 * What stands on an axis.
 *
 * @param name of the measure, for example {@code "Packed size"}; not blank
 * @param unit of its values
 * @param better which way is better
 */
public record ChartAxis(String name, AxisUnit unit, Direction better) {
    /** From this ratio of the largest to the smallest value on, an axis is logarithmic. */
    private static final double LOGARITHMIC_FROM = 8;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public ChartAxis {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an axis needs the name of its measure, but it is blank");
        }
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(better, "better");
    }

    /** Whether values from {@code smallest} to {@code largest} are shown logarithmically; shares never are. */
    public boolean logarithmic(double smallest, double largest) {
        return unit != AxisUnit.SHARE && smallest > 0 && largest > LOGARITHMIC_FROM * smallest;
    }
}
