package org.bitscale.experiment.search;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.bitscale.graph.quantize.LayerOverride;

/**
 * One way to treat a layer.
 *
 * @param scheme its bits, or float
 * @param suffering what it adds to the prediction of a plan, at least 0
 * @param costs what it spends
 */
public record Option(LayerOverride scheme, double suffering, Map<Cost, Double> costs) {

    /** Copies and checks. */
    public Option {
        if (!(suffering >= 0) || Double.isInfinite(suffering)) {
            throw new IllegalArgumentException("suffering must be finite and at least 0, but is " + suffering);
        }
        Map<Cost, Double> copy = new EnumMap<>(Cost.class);
        copy.putAll(costs);
        costs = Collections.unmodifiableMap(copy);
    }

    /** What it spends of one cost. */
    public double cost(Cost cost) {
        return costs.get(cost);
    }
}
