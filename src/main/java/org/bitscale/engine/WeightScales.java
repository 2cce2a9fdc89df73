package org.bitscale.engine;

import org.bitscale.graph.Weights;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;

/** Where learned weight scales start. */
final class WeightScales {

    /** Candidates tried below the min-max scale. */
    private static final int CANDIDATES = 40;

    private WeightScales() {}

    /**
     * For each group the scale with the smallest squared error between the weights and their quantized values, searched
     * on a grid below the min-max scale; a group of zeros keeps its min-max scale.
     */
    static float[] start(Weights weights, float[] minMax, IntegerFormat format) {
        float[] best = minMax.clone();
        double[] bestError = new double[minMax.length];
        java.util.Arrays.fill(bestError, Double.POSITIVE_INFINITY);
        float[] values = weights.values();
        for (int k = 0; k < CANDIDATES; k++) {
            double share = 1 - 0.9 * k / CANDIDATES;
            double[] error = new double[minMax.length];
            QParams[] candidates = new QParams[minMax.length];
            for (int g = 0; g < minMax.length; g++) {
                candidates[g] = new QParams((float) Math.max(minMax[g] * share, Float.MIN_NORMAL), 0);
            }
            for (int i = 0; i < values.length; i++) {
                int group = minMax.length == 1 ? 0 : weights.channel(i);
                QParams candidate = candidates[group];
                double difference = values[i] - candidate.dequantize(candidate.quantize(values[i], format));
                error[group] += difference * difference;
            }
            for (int g = 0; g < minMax.length; g++) {
                if (error[g] < bestError[g]) {
                    bestError[g] = error[g];
                    best[g] = candidates[g].scale();
                }
            }
        }
        return best;
    }
}
