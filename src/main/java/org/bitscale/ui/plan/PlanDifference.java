package org.bitscale.ui.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.quant.QuantPlan;

/**
 * How a plan differs from another one.
 *
 * @param other name of the other one
 * @param was what the layers that differ have there, by layer
 * @param packedBytes of the other one
 * @param bops of the other one
 */
record PlanDifference(String other, Map<String, LayerOverride> was, long packedBytes, long bops) {

    /** Copies. */
    PlanDifference {
        was = Map.copyOf(was);
    }

    /** How {@code plan} differs from another one on the same network. */
    static PlanDifference of(PlanSheet network, QuantPlan plan, NamedPlan other) {
        PlanSheet.Laid laid = network.lay(other.plan());
        Map<String, LayerOverride> was = new LinkedHashMap<>();
        for (PlanSheet.Row layer : network.layers()) {
            if (!plan.of(layer.name()).equals(laid.plan().of(layer.name()))) {
                was.put(layer.name(), PlanEdits.current(laid.plan(), layer.name()));
            }
        }
        return new PlanDifference(other.name(), was, laid.packedBytes(), laid.bops());
    }
}
