package org.bitscale.ui.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.graph.quantize.TargetRules;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.TensorQuantSpec;

/**
 * What a choice will cost, said beside it before anything is trained. The facts about ONNX Runtime were measured with its
 * release 1.29 on an x86-64 processor with VNNI.
 */
final class PlanAdvice {

    private static final int LOW_ARITHMETIC = 4;
    private static final int FULL = 8;

    private PlanAdvice() {}

    /**
     * What there is to say about one layer; empty if nothing.
     *
     * @param first whether it is the first or the last layer with weights
     */
    static List<String> of(PlanSheet.Row layer, QuantPlan plan, boolean first) {
        LayerPlan bits = plan.of(layer.name());
        List<String> advice = new ArrayList<>();
        if (bits.isFloat()) {
            advice.add(PlanTexts.text("advice.float"));
            return advice;
        }
        int input = bits.input().map(spec -> spec.format().bits()).orElse(FULL);
        if (!layer.weighted()) {
            if (input < LOW_ARITHMETIC) {
                advice.add(PlanTexts.text("advice.arithmetic", layer.operator()));
            }
            return advice;
        }
        Optional<TensorQuantSpec> weights = bits.weights();
        int low = Math.min(input, weights.map(spec -> spec.format().bits()).orElse(FULL));
        if (first && low < FULL) {
            advice.add(PlanTexts.text("advice.edge"));
        }
        if (!TargetRules.hasIntegerKernel(bits)) {
            advice.add(PlanTexts.text("advice.real"));
        } else if (weights.isPresent() && weights.get().format().bits() < FULL) {
            advice.add(PlanTexts.text("advice.speed"));
        }
        if (weights.isPresent()
                && weights.get().granularity() == Granularity.TENSOR
                && layer.operator().equals("Conv")) {
            advice.add(PlanTexts.text("advice.tensor"));
        }
        return advice;
    }
}
