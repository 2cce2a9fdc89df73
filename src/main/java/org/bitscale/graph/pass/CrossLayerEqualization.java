package org.bitscale.graph.pass;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.Facts;

/**
 * Gives channels of consecutive layers ranges of like size (Nagel et al. 2019, "Data-Free Quantization Through Weight
 * Equalization and Bias Correction", eq. 11): with r₁ the largest magnitude that makes channel c and r₂ the largest that
 * reads it, the channel is divided by {@code s = √(r₁ / r₂)} where it is made and multiplied where it is read. Pairs are
 * gone through again and again until no factor matters any more. Helps most where one scale serves a whole tensor and
 * channels differ much, as after folding into depthwise convolutions.
 */
public final class CrossLayerEqualization {

    private static final int MOST_PASSES = 40;
    private static final double CONVERGED = 1e-2;
    /** One pass changes a channel by this factor at most. */
    private static final double STRONGEST = 1e3;

    private CrossLayerEqualization() {}

    /**
     * The graph with its pairs equalized.
     *
     * @param largest largest value that each channel of a tensor takes, by name of the tensor, for the outputs of layers
     *     that a Clip follows. Channels are scaled so that what has not reached the upper limit does not reach it, and
     *     not at all where it was reached; without an entry such a pair stays as it is
     */
    public static Graph of(Graph graph, Facts facts, Map<String, float[]> largest) {
        List<ScalablePair> pairs = ScalablePair.of(graph, facts).stream()
                .filter(pair -> Double.isInfinite(pair.limit())
                        || largest.containsKey(pair.first().output()))
                .toList();
        LayerWeights weights = new LayerWeights(graph);
        Map<String, double[]> products = new HashMap<>();
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            double change = 0;
            for (ScalablePair pair : pairs) {
                double[] made = weights.largestByOutput(pair.first());
                double[] read = weights.largestByInput(pair.second());
                double[] product = products.computeIfAbsent(pair.first().name(), name -> ones(made.length));
                double[] factors = new double[made.length];
                for (int c = 0; c < factors.length; c++) {
                    double factor = made[c] == 0 || read[c] == 0 ? 1 : Math.sqrt(made[c] / read[c]);
                    factor = Math.max(1 / STRONGEST, Math.min(STRONGEST, factor));
                    if (Double.isFinite(pair.limit())) {
                        double seen = largest.get(pair.first().output())[c];
                        double least = seen / pair.limit() / product[c];
                        factor = seen >= pair.limit() ? 1 : Math.max(factor, least);
                    }
                    factors[c] = factor;
                    product[c] *= factor;
                    change = Math.max(change, Math.abs(Math.log(factor)));
                }
                weights.rescale(pair.first(), pair.second(), factors);
            }
            if (change < CONVERGED) {
                break;
            }
        }
        return weights.graph();
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }
}
