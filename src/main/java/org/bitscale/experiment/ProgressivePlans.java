package org.bitscale.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;

/** The bits that a training goes through when they fall step by step. */
final class ProgressivePlans {

    private ProgressivePlans() {}

    /**
     * A plan for each share of the training, the last as it is; a step that would raise nothing is left out.
     *
     * @param progressive fewest bits of each layer in the shares before the last
     */
    static List<PlanSettings> of(PlanSettings plan, List<Integer> progressive) {
        List<PlanSettings> plans = new ArrayList<>();
        for (int bits : progressive) {
            PlanSettings raised = raised(plan, bits);
            if (!raised.equals(plan)) {
                plans.add(raised);
            }
        }
        plans.add(plan);
        return plans;
    }

    private static PlanSettings raised(PlanSettings plan, int bits) {
        Map<String, LayerOverride> layers = new LinkedHashMap<>();
        plan.layers().forEach((name, layer) -> layers.put(name, raised(layer, bits)));
        return new PlanSettings(
                plan.weightFormat(),
                Math.max(bits, plan.weightBits()),
                Math.max(bits, plan.activationBits()),
                plan.granularity(),
                plan.groupSize(),
                Math.max(bits, plan.edgeBits()),
                Math.max(bits, plan.arithmeticBits()),
                layers,
                plan.weightRange(),
                plan.activationRange(),
                plan.target(),
                plan.activationScaling());
    }

    private static LayerOverride raised(LayerOverride layer, int bits) {
        return layer.quantized()
                ? new LayerOverride(
                        true,
                        layer.weightFormat(),
                        Math.max(bits, layer.weightBits()),
                        Math.max(bits, layer.activationBits()))
                : layer;
    }
}
