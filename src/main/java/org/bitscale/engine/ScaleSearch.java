package org.bitscale.engine;

import org.bitscale.graph.Weights;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;

/** Finds the scale with the smallest squared error between values and their quantized values, zero point 0. */
final class ScaleSearch {

    /** Candidates tried, each {@link #SHRINK} times the one before, from the min-max scale down to a 50th of it. */
    private static final int CANDIDATES = 78;

    private static final double SHRINK = 0.95;

    private ScaleSearch() {}

    /** One scale for all values; the min-max scale if there are none. */
    static float smallestError(float[] values, float minMax, IntegerFormat format) {
        float best = minMax;
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < CANDIDATES; k++) {
            QParams candidate = candidate(minMax, k);
            double error = 0;
            for (float value : values) {
                error += squaredError(value, candidate, format);
            }
            if (error < smallest) {
                smallest = error;
                best = candidate.scale();
            }
        }
        return best;
    }

    /** One scale for each group of weights that {@code minMax} has a scale for: all, or each output channel. */
    static float[] smallestError(Weights weights, float[] minMax, IntegerFormat format) {
        float[] best = minMax.clone();
        double[] smallest = new double[minMax.length];
        java.util.Arrays.fill(smallest, Double.POSITIVE_INFINITY);
        float[] values = weights.values();
        for (int k = 0; k < CANDIDATES; k++) {
            QParams[] candidates = new QParams[minMax.length];
            for (int g = 0; g < minMax.length; g++) {
                candidates[g] = candidate(minMax[g], k);
            }
            double[] error = new double[minMax.length];
            for (int i = 0; i < values.length; i++) {
                int group = minMax.length == 1 ? 0 : weights.channel(i);
                error[group] += squaredError(values[i], candidates[group], format);
            }
            for (int g = 0; g < minMax.length; g++) {
                if (error[g] < smallest[g]) {
                    smallest[g] = error[g];
                    best[g] = candidates[g].scale();
                }
            }
        }
        return best;
    }

    private static QParams candidate(float minMax, int k) {
        return new QParams((float) Math.max(minMax * Math.pow(SHRINK, k), Float.MIN_NORMAL), 0);
    }

    private static double squaredError(float value, QParams candidate, IntegerFormat format) {
        double difference = value - candidate.dequantize(candidate.quantize(value, format));
        return difference * difference;
    }
}
