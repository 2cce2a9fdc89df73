package org.bitscale.experiment;

/**
 * What a layer with weights holds and reads in float, batch normalizations folded; enough to draw any quantization grid
 * over it.
 *
 * @param layer its name
 * @param operator its ONNX type
 * @param weightShape sizes of the weights, outermost first
 * @param channelAxis the axis of the output channels
 * @param weights how the weights are distributed
 * @param channelMin smallest weight of each output channel
 * @param channelMax largest weight of each output channel
 * @param input how the values that it reads are distributed
 */
public record LayerObservation(
        String layer,
        String operator,
        long[] weightShape,
        int channelAxis,
        Histogram weights,
        float[] channelMin,
        float[] channelMax,
        Histogram input) {}
