package org.bitscale.graph;

/**
 * Weights seen as one row of values for each output channel, whatever axis holds the channels.
 *
 * @param values all values in the tensor's own order
 * @param sizes the tensor's sizes
 * @param axis the axis of the output channels: 0 for Conv and Gemm (transB = 1), 1 for MatMul
 */
public record Weights(float[] values, long[] sizes, int axis) {

    /** The weights of a Conv, Gemm or MatMul node. */
    public static Weights of(Node node, Tensor tensor) {
        return new Weights(tensor.floats(), tensor.sizes(), channelAxis(node));
    }

    /** The axis of a layer's weights that counts output channels. */
    public static int channelAxis(Node node) {
        return node.is("MatMul") ? 1 : 0;
    }

    /** Number of output channels. */
    public int channels() {
        return Math.toIntExact(sizes[axis]);
    }

    /** The output channel of element {@code index}. */
    public int channel(int index) {
        long inner = 1;
        for (int i = axis + 1; i < sizes.length; i++) {
            inner *= sizes[i];
        }
        return (int) (index / inner % sizes[axis]);
    }

    /** The place of element {@code index} among the values of its output channel, as {@link #values(int)} gives them. */
    public int place(int index) {
        long inner = 1;
        for (int i = axis + 1; i < sizes.length; i++) {
            inner *= sizes[i];
        }
        return (int) (index / (inner * sizes[axis]) * inner + index % inner);
    }

    /** How many values an output channel has. */
    public int perChannel() {
        return values.length / channels();
    }

    /** The values of one output channel, in the tensor's own order. */
    public float[] values(int channel) {
        int inner = 1;
        for (int i = axis + 1; i < sizes.length; i++) {
            inner *= Math.toIntExact(sizes[i]);
        }
        int outer = values.length / (inner * channels());
        float[] own = new float[outer * inner];
        for (int o = 0; o < outer; o++) {
            System.arraycopy(values, (o * channels() + channel) * inner, own, o * inner, inner);
        }
        return own;
    }

    /** The weights with each output channel multiplied by its factor. */
    public Weights scaled(double[] factors) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (values[i] * factors[channel(i)]);
        }
        return new Weights(scaled, sizes, axis);
    }

    /** As tensor. */
    public Tensor tensor() {
        return Tensor.ofFloats(values, sizes);
    }
}
