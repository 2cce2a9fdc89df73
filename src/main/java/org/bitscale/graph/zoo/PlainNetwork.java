package org.bitscale.graph.zoo;

import org.bitscale.graph.Graph;
import org.bitscale.graph.zoo.LayerBuilder.Activation;

/**
 * A plain network for small pictures: seven 3×3 convolutions one behind the other, each with batch normalization and
 * ReLU, global average pooling, one fully connected layer. Nothing but products and what quantization adds to them, so
 * that the cost of a training step shows.
 */
public final class PlainNetwork {

    private static final int[] CHANNELS = {16, 16, 32, 32, 64, 64, 64};
    private static final int[] STRIDES = {1, 1, 2, 1, 2, 1, 1};

    private PlainNetwork() {}

    /**
     * A network of 7 convolutions.
     *
     * @param channels of the input
     * @param height of the input
     * @param width of the input
     * @param classes outputs
     * @param seed of the weights
     * @throws org.bitscale.BadInputException if the picture is smaller than 8×8 or there are fewer than 2 classes
     */
    public static Graph of(int channels, int height, int width, int classes, long seed) {
        LayerBuilder.require("plain network", height, width, classes);
        LayerBuilder builder = new LayerBuilder(seed);
        String tensor = "image";
        int in = channels;
        for (int i = 0; i < CHANNELS.length; i++) {
            tensor = builder.layer("conv" + (i + 1), tensor, in, CHANNELS[i], 1, 3, STRIDES[i], Activation.RELU);
            in = CHANNELS[i];
        }
        return builder.classifier("plain8", tensor, channels, height, width, in, classes);
    }
}
