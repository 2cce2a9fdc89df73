package org.bitscale.ptq;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitscale.graph.Graph;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.QdqExport;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.QParams;

/**
 * A network on its way from float to integers.
 *
 * @param folded the network with batch normalizations folded: weights and biases as real numbers
 * @param activations parameters by site; empty until ranges are chosen
 * @param weights integers by node; empty until ranges are chosen
 */
public record Draft(Graph folded, Map<Site, QParams> activations, Map<String, QuantizedWeights> weights) {

    /** Copies the maps, keeping their order. */
    public Draft {
        activations = new LinkedHashMap<>(activations);
        weights = new LinkedHashMap<>(weights);
    }

    /** A network before ranges are chosen. */
    public static Draft of(Graph folded) {
        return new Draft(folded, Map.of(), Map.of());
    }

    /** This with another real-valued network. */
    Draft with(Graph other) {
        return new Draft(other, activations, weights);
    }

    /** This with other integers and parameters for some nodes and sites. */
    Draft with(Map<String, QuantizedWeights> otherWeights, Map<Site, QParams> otherActivations) {
        Map<String, QuantizedWeights> allWeights = new LinkedHashMap<>(weights);
        allWeights.putAll(otherWeights);
        Map<Site, QParams> allActivations = new LinkedHashMap<>(activations);
        allActivations.putAll(otherActivations);
        return new Draft(folded, allActivations, allWeights);
    }

    /** What the deployed form computes, as it stands, with all tensors to look at. */
    Graph deployed(Placement placement) {
        return QdqExport.traceable(folded, placement, activations, weights);
    }
}
