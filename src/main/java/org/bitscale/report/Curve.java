package org.bitscale.report;

import java.util.List;

/**
 * A figure over the epochs of one training.
 *
 * @param name in the legend
 * @param values by epoch, the first epoch first, in the axis's base unit
 */
public record Curve(String name, List<Double> values) {
    /** Copies. */
    public Curve {
        values = List.copyOf(values);
    }
}
