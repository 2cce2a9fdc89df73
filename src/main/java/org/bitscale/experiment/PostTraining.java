package org.bitscale.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitscale.engine.Training;
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

/** Post-training quantization: ranges as the plan's rules choose them, weights rounded to the nearest level. */
final class PostTraining {

    private PostTraining() {}

    /** Quantizes a network whose batch normalizations are folded. */
    static Training.Quantized of(
            Graph folded,
            QuantPlan plan,
            Placement placement,
            Map<String, Summary> calibration,
            RangeRule weightRange,
            RangeRule activationRange) {
        Map<Site, QParams> activations = new LinkedHashMap<>();
        for (Site site : placement.ownSites()) {
            IntegerFormat format = IntegerFormat.unsigned(site.bits());
            activations.put(
                    site,
                    QParams.ofRange(
                            activationRange.ofActivations(calibration.get(site.tensor()), format), format, false));
        }
        Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
        for (Node node : folded.nodes()) {
            Optional<TensorQuantSpec> spec = plan.of(node.name()).weights();
            if (spec.isPresent()) {
                Weights real = Weights.of(node, folded.constants().get(node.input(1)));
                weights.put(
                        node.name(),
                        QuantizedWeights.of(
                                real,
                                QuantizedWeights.scales(real, spec.get(), weightRange),
                                spec.get().format()));
            }
        }
        return new Training.Quantized(folded, activations, weights);
    }
}
