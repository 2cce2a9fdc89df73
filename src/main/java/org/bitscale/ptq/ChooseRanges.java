package org.bitscale.ptq;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.data.BatchLoader;
import org.bitscale.engine.Calibration;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Weights;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.Summary;
import org.bitscale.quant.TensorQuantSpec;

/**
 * Observes what activations take, chooses ranges, and rounds weights to the nearest level.
 *
 * @param rule for weights and activations; empty for those of the plan
 */
public record ChooseRanges(Optional<RangeRule> rule) implements PtqStep {

    @Override
    public Draft apply(Draft draft, PtqContext context) {
        Set<String> tensors = new LinkedHashSet<>();
        context.placement().ownSites().forEach(site -> tensors.add(site.tensor()));
        Map<String, Summary> observed;
        try (BatchLoader loader = context.examples().batches()) {
            observed = Calibration.run(
                    draft.folded(),
                    context.operators(),
                    tensors,
                    loader,
                    context.examples().size(),
                    context.engine(),
                    context.progress());
        }
        return of(
                draft.folded(),
                context.plan(),
                context.placement(),
                observed,
                rule.orElse(context.weightRange()),
                rule.orElse(context.activationRange()));
    }

    /** A network with ranges chosen from what its tensors were observed to take. */
    public static Draft of(
            Graph folded,
            QuantPlan plan,
            Placement placement,
            Map<String, Summary> observed,
            RangeRule weightRange,
            RangeRule activationRange) {
        Map<Site, QParams> activations = new LinkedHashMap<>();
        for (Site site : placement.ownSites()) {
            IntegerFormat format = IntegerFormat.unsigned(site.bits());
            activations.put(
                    site,
                    QParams.ofRange(
                            activationRange.ofActivations(observed.get(site.tensor()), format),
                            format,
                            placement.target().symmetricActivations()));
        }
        Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
        for (Node node : folded.nodes()) {
            Optional<TensorQuantSpec> spec = plan.of(node.name()).weights();
            if (spec.isPresent()) {
                Weights real = Weights.of(node, folded.constants().get(node.input(1)));
                weights.put(node.name(), QuantizedWeights.of(real, spec.get(), weightRange));
            }
        }
        return new Draft(folded, activations, weights);
    }
}
