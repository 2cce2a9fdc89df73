package org.bitscale.quant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which layer is quantized how.
 *
 * @param layers layer plan by node name, in the order of the network; nodes that are not named run in float
 * @param target what it is for
 */
public record QuantPlan(Map<String, LayerPlan> layers, Target target) {

    /** Copies, keeping the order. */
    public QuantPlan {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /** A plan for no target in particular. */
    public QuantPlan(Map<String, LayerPlan> layers) {
        this(layers, Target.ONNXRUNTIME);
    }

    /** The plan of one node. */
    public LayerPlan of(String node) {
        return layers.getOrDefault(node, LayerPlan.FLOAT);
    }

    /** This plan with another one for {@code node}. */
    public QuantPlan with(String node, LayerPlan plan) {
        Map<String, LayerPlan> changed = new LinkedHashMap<>(layers);
        changed.put(node, plan);
        return new QuantPlan(changed, target);
    }
}
