package org.bitscale.experiment.saturation;

import java.util.Arrays;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;

/**
 * How a product runs over its input: which codes each of its sums reads, in which order.
 *
 * @param convolution whether a window slides over the input; else every row of the last axis is one reduction
 * @param groups of channels
 * @param outputs output channels, of all groups
 * @param channels input channels of a group, or the length of a row
 * @param kernel sizes of the window, one a spatial axis
 * @param strides its step
 * @param dilations distance between its elements
 * @param begins padding before the first element
 * @param ends padding after the last
 */
record Reduction(
        boolean convolution,
        int groups,
        int outputs,
        int channels,
        int[] kernel,
        int[] strides,
        int[] dilations,
        int[] begins,
        int[] ends) {

    private static final int[] NONE = {};
    /** Where padding is read. */
    private static final int PADDING = -1;

    /** That of a Conv whose padding is said in numbers, with weights of sizes M, C/groups, kernel. */
    static Reduction ofConvolution(Node node, Tensor weights) {
        int axes = weights.rank() - 2;
        int[] kernel = new int[axes];
        for (int i = 0; i < axes; i++) {
            kernel[i] = weights.size(2 + i);
        }
        int[] pads = integers(node, "pads", 2 * axes, 0);
        return new Reduction(
                true,
                Math.toIntExact(node.attributes().integer("group", 1)),
                weights.size(0),
                weights.size(1),
                kernel,
                integers(node, "strides", axes, 1),
                integers(node, "dilations", axes, 1),
                Arrays.copyOf(pads, axes),
                Arrays.copyOfRange(pads, axes, 2 * axes));
    }

    /** That of a Gemm or MatMul: {@code length} inputs, {@code outputs} sums for each row. */
    static Reduction ofRows(int length, int outputs) {
        return new Reduction(false, 1, outputs, length, NONE, NONE, NONE, NONE, NONE);
    }

    private static int[] integers(Node node, String name, int count, int otherwise) {
        return node.attributes()
                .integers(name)
                .map(values -> Arrays.stream(values).mapToInt(Math::toIntExact).toArray())
                .orElseGet(() -> {
                    int[] values = new int[count];
                    Arrays.fill(values, otherwise);
                    return values;
                });
    }

    /** Whether every output channel reads one input channel of its own. */
    boolean isDepthwise() {
        return convolution && groups > 1 && channels == 1 && outputs == groups;
    }

    /** Products of a sum. */
    int length() {
        return channels * positions();
    }

    /** Positions of the window. */
    int positions() {
        return product(kernel);
    }

    /** The weights as one row for each output channel, in the order in which kernels add. */
    int[][] rows(int[] weights, boolean channelsLast) {
        int positions = positions();
        int[][] rows = new int[outputs][length()];
        for (int m = 0; m < outputs; m++) {
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < positions; p++) {
                    rows[m][p * channels + c] =
                            weights[channelsLast ? c * outputs + m : (m * channels + c) * positions + p];
                }
            }
        }
        return rows;
    }

    /** Sizes of the output for an input of these sizes. */
    long[] output(long[] input) {
        long[] output = input.clone();
        if (!convolution) {
            output[output.length - 1] = outputs;
            return output;
        }
        output[1] = outputs;
        for (int i = 0; i < kernel.length; i++) {
            output[2 + i] =
                    (input[2 + i] + begins[i] + ends[i] - ((long) kernel[i] - 1) * dilations[i] - 1) / strides[i] + 1;
        }
        return output;
    }

    /**
     * Where the window of each place of the output lies on one plane of the input.
     *
     * @param input sizes N, C, spatial
     * @return element of the plane for each place of the output and position of the window, negative where padding is
     */
    int[] windows(long[] input) {
        long[] output = output(input);
        int axes = kernel.length;
        int positions = positions();
        int places = 1;
        for (int i = 0; i < axes; i++) {
            places = Math.toIntExact(places * output[2 + i]);
        }
        int[] windows = new int[Math.multiplyExact(places, positions)];
        for (int place = 0; place < places; place++) {
            for (int position = 0; position < positions; position++) {
                int element = 0;
                int restOfPlace = places;
                int restOfKernel = positions;
                int at = place;
                int in = position;
                for (int i = 0; i < axes && element != PADDING; i++) {
                    restOfPlace /= Math.toIntExact(output[2 + i]);
                    restOfKernel /= kernel[i];
                    long x = (long) (at / restOfPlace) * strides[i]
                            + (long) (in / restOfKernel) * dilations[i]
                            - begins[i];
                    at %= restOfPlace;
                    in %= restOfKernel;
                    element = x < 0 || x >= input[2 + i] ? PADDING : Math.toIntExact(element * input[2 + i] + x);
                }
                windows[place * positions + position] = element;
            }
        }
        return windows;
    }

    private static int product(int[] sizes) {
        return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }
}
