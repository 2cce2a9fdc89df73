package org.bitscale.data;

import java.util.List;

/**
 * How an example's raw values become what a network reads.
 *
 * @param scaling applied to each channel
 * @param order the axes of the network's input
 */
public record InputFormat(InputScaling scaling, AxisOrder order) {

    /** Where the channels are. */
    public enum AxisOrder {
        /** N, C, H, W: PyTorch's and ONNX's own. */
        CHANNELS_FIRST,
        /** N, H, W, C: TensorFlow's. */
        CHANNELS_LAST
    }

    /** Channels first. */
    public static InputFormat of(InputScaling scaling) {
        return new InputFormat(scaling, AxisOrder.CHANNELS_FIRST);
    }

    /** Pictures x/255, channels first. */
    public static InputFormat pictures() {
        return of(InputScaling.pictures());
    }

    /**
     * Turns the raw values of one example, in the order C, H, W, into the network's, in place.
     *
     * @param values where they are
     * @param offset of the first
     * @param shape C, H, W
     * @throws DataException if the scaling does not fit the channels
     */
    public void apply(float[] values, int offset, List<Integer> shape) {
        scaling.apply(values, offset, shape);
        int channels = shape.get(0);
        if (order == AxisOrder.CHANNELS_FIRST || channels == 1) {
            return;
        }
        int plane = shape.get(1) * shape.get(2);
        float[] planes = java.util.Arrays.copyOfRange(values, offset, offset + channels * plane);
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < channels; c++) {
                values[offset + i * channels + c] = planes[c * plane + i];
            }
        }
    }
}
