package org.bitscale.graph.zoo;

import org.bitscale.graph.Graph;
import org.bitscale.graph.zoo.LayerBuilder.Activation;

/**
 * Depthwise separable networks for small pictures, after MobileNet (Howard et al. 2017): a 3×3 convolution, then pairs of
 * a depthwise 3×3 and a pointwise 1×1 convolution, each with batch normalization and ReLU6, global average pooling, one
 * fully connected layer. Channels of depthwise layers have ranges of very different size, which makes these networks the
 * hard case of quantization without training.
 */
public final class DepthwiseNetwork {

    private static final int STEM_CHANNELS = 16;
    private static final int[] CHANNELS = {32, 64, 64, 128, 128};
    private static final int[] STRIDES = {1, 2, 1, 2, 1};

    private DepthwiseNetwork() {}

    /**
     * A network of 12 layers.
     *
     * @param channels of the input
     * @param height of the input
     * @param width of the input
     * @param classes outputs
     * @param seed of the weights
     * @throws org.bitscale.BadInputException if the picture is smaller than 8×8 or there are fewer than 2 classes
     */
    public static Graph of(int channels, int height, int width, int classes, long seed) {
        LayerBuilder.require("depthwise network", height, width, classes);
        LayerBuilder builder = new LayerBuilder(seed);
        String tensor = builder.layer("stem", "image", channels, STEM_CHANNELS, 1, 3, 1, Activation.RELU6);
        int in = STEM_CHANNELS;
        for (int i = 0; i < CHANNELS.length; i++) {
            String name = "block" + (i + 1);
            tensor = builder.layer(name + ".depthwise", tensor, in, in, in, 3, STRIDES[i], Activation.RELU6);
            tensor = builder.layer(name + ".pointwise", tensor, in, CHANNELS[i], 1, 1, 1, Activation.RELU6);
            in = CHANNELS[i];
        }
        return builder.classifier("mobilenet12", tensor, channels, height, width, in, classes);
    }
}
