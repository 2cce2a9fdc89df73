package org.bitscale.quant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which layer is quantized how.
 *
 * @param layers layer plan by node name, in the order of the network; nodes that are not named run in float
 */
public record QuantPlan(Map<String, LayerPlan> layers) {

    /** Copies, keeping the order. */
    public QuantPlan {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /** The plan of one node. */
    public LayerPlan of(String node) {
        return layers.getOrDefault(node, LayerPlan.FLOAT);
    }

    /** This plan with another one for {@code node}. */
    public QuantPlan with(String node, LayerPlan plan) {
        Map<String, LayerPlan> changed = new LinkedHashMap<>(layers);
        changed.put(node, plan);
        return new QuantPlan(changed);
    }
}
