package org.bitscale.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bitscale.graph.Weights;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.WeightGroups;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.LevelFormat;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.TensorQuantSpec;

/**
 * The weights of a layer before training, and how they are quantized.
 *
 * @param node the layer's name
 * @param weights its weights
 * @param spec their numbers and who shares a scale
 */
record LayerWeights(String node, Weights weights, TensorQuantSpec spec) {

    /** The levels; only for formats that have them fixed. */
    LevelFormat format() {
        return (LevelFormat) spec.format();
    }

    /** Scales under which the squared error is smallest, one for each group. */
    float[] smallestError() {
        return QuantizedWeights.scales(weights, spec, new RangeRule.Mse());
    }

    /** Sizes of a tensor of scales as {@link #largest} gives them. */
    long[] scaleSizes() {
        if (groups()) {
            return new long[] {weights.channels(), shared().perChannel(), 1};
        }
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
        return (double) weights.values().length / shared().count();
    }

    /** The name of something that is trained for this layer. */
    String name(String what) {
        return "weight " + what + " of " + node;
    }

    /** The expression of the largest value, not negative, under each scale. */
    String largest(String values) {
        if (groups()) {
            return "torch.amax(%s, [2], True)".formatted(grouped(values));
        }
        return perChannel() ? "torch.amax(%s, [%s], True)".formatted(values, axes()) : "torch.max(" + values + ")";
    }

    /** The expression of the mean under each scale. */
    String mean(String values) {
        if (groups()) {
            return "torch.div(torch.sum(%s, [2], True), torch.sum(%s, [2], True))"
                    .formatted(grouped(values), grouped("torch.ones_like(" + values + ")"));
        }
        return perChannel() ? "torch.mean(%s, [%s], True)".formatted(values, axes()) : "torch.mean(" + values + ")";
    }

    /** The expression of scales that stretch over the weights: of groups one for each weight. */
    String spread(String scales) {
        if (!groups()) {
            return scales;
        }
        int channels = weights.channels();
        int perChannel = shared().perChannel();
        int size = spec.scales().groupSize();
        List<String> sizes = new ArrayList<>();
        sizes.add(Integer.toString(channels));
        for (int i = 0; i < weights.sizes().length; i++) {
            if (i != weights.axis()) {
                sizes.add(Long.toString(weights.sizes()[i]));
            }
        }
        String matrix = "torch.reshape(torch.expand(%s, [%d, %d, %d]), [%d, %d])"
                .formatted(scales, channels, perChannel, size, channels, perChannel * size);
        String cut = "torch.reshape(torch.narrow(%s, 1, 0, %d), [%s])"
                .formatted(matrix, weights.perChannel(), String.join(", ", sizes));
        return "torch.movedim(%s, 0, %d)".formatted(cut, weights.axis());
    }

    /** The expression of the values by channel, group and place in the group, filled up with 0. */
    private String grouped(String values) {
        int size = spec.scales().groupSize();
        int groups = shared().perChannel();
        String matrix = "torch.reshape(torch.movedim(%s, %d, 0), [%d, %d])"
                .formatted(values, weights.axis(), weights.channels(), weights.perChannel());
        return "torch.reshape(torch.constant_pad_nd(%s, [0, %d], 0.), [%d, %d, %d])"
                .formatted(matrix, groups * size - weights.perChannel(), weights.channels(), groups, size);
    }

    /** Which weights share a scale. */
    private WeightGroups shared() {
        return new WeightGroups(weights, spec.scales());
    }

    private boolean groups() {
        return spec.granularity() == Granularity.GROUP;
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
