package org.bitscale.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bitscale.graph.Weights;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.TensorQuantSpec;

/**
 * The weights of a layer before training, and how they are quantized.
 *
 * @param node the layer's name
 * @param weights its weights
 * @param spec integers and granularity
 */
record LayerWeights(String node, Weights weights, TensorQuantSpec spec) {

    /** The integers. */
    IntegerFormat format() {
        return spec.format();
    }

    /** Scales under which the largest magnitude is the largest code, one or one for each channel. */
    float[] fullRange() {
        return QuantizedWeights.minMaxScales(weights, spec);
    }

    /** Scales under which the squared error is smallest. */
    float[] smallestError() {
        return QuantizedWeights.scales(weights, spec, new RangeRule.Mse());
    }

    /** Sizes of a tensor of scales that stretches over the weights. */
    long[] scaleSizes() {
        long[] sizes = new long[weights.sizes().length];
        Arrays.fill(sizes, 1);
        if (perChannel()) {
            sizes[weights.axis()] = weights.channels();
        }
        return sizes;
    }

    /** Mean magnitude of all weights. */
    double absoluteMean() {
        double sum = 0;
        for (float value : weights.values()) {
            sum += Math.abs(value);
        }
        return sum / weights.values().length;
    }

    /** Weights under one scale. */
    double valuesOfScale() {
        return (double) weights.values().length / (perChannel() ? weights.channels() : 1);
    }

    /** The name of something that is trained for this layer. */
    String name(String what) {
        return "weight " + what + " of " + node;
    }

    /** The expression of the largest value under each scale. */
    String largest(String values) {
        return perChannel() ? "torch.amax(%s, [%s], True)".formatted(values, axes()) : "torch.max(" + values + ")";
    }

    /** The expression of the mean under each scale. */
    String mean(String values) {
        return perChannel() ? "torch.mean(%s, [%s], True)".formatted(values, axes()) : "torch.mean(" + values + ")";
    }

    private boolean perChannel() {
        return spec.granularity() == Granularity.CHANNEL && weights.channels() > 1;
    }

    private String axes() {
        List<String> axes = new ArrayList<>();
        for (int i = 0; i < weights.sizes().length; i++) {
            if (i != weights.axis()) {
                axes.add(Integer.toString(i));
            }
        }
        return String.join(", ", axes);
    }
}
