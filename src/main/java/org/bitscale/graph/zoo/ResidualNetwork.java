package org.bitscale.graph.zoo;

import org.bitscale.graph.Graph;
import org.bitscale.graph.zoo.LayerBuilder.Activation;

/**
 * Residual networks for small pictures (He et al. 2016, section 4.2): a 3×3 convolution, three stages of residual blocks
 * at 16, 32 and 64 channels, global average pooling, one fully connected layer.
 */
public final class ResidualNetwork {

    private static final int[] STAGE_CHANNELS = {16, 32, 64};

    private ResidualNetwork() {}

    /**
     * A network.
     *
     * @param blocks residual blocks a stage: 1 for 8 layers, 3 for 20
     * @param channels of the input
     * @param height of the input
     * @param width of the input
     * @param classes outputs
     * @param seed of the weights
     * @throws org.bitscale.BadInputException if the picture is smaller than 8×8 or there are fewer than 2 classes
     */
    public static Graph of(int blocks, int channels, int height, int width, int classes, long seed) {
        LayerBuilder.require("residual network", height, width, classes);
        LayerBuilder builder = new LayerBuilder(seed);
        String tensor = builder.layer("stem", "image", channels, STAGE_CHANNELS[0], 1, 3, 1, Activation.RELU);
        int in = STAGE_CHANNELS[0];
        for (int stage = 0; stage < STAGE_CHANNELS.length; stage++) {
            for (int block = 0; block < blocks; block++) {
                int out = STAGE_CHANNELS[stage];
                int stride = stage > 0 && block == 0 ? 2 : 1;
                tensor = block(builder, "stage%d.block%d".formatted(stage + 1, block + 1), tensor, in, out, stride);
                in = out;
            }
        }
        return builder.classifier("resnet" + (6 * blocks + 2), tensor, channels, height, width, in, classes);
    }

    private static String block(LayerBuilder builder, String name, String input, int in, int out, int stride) {
        String inner = builder.layer(name + ".conv1", input, in, out, 1, 3, stride, Activation.RELU);
        String outer = builder.layer(name + ".conv2", inner, out, out, 1, 3, 1, Activation.NONE);
        String shortcut = in == out && stride == 1
                ? input
                : builder.layer(name + ".shortcut", input, in, out, 1, 1, stride, Activation.NONE);
        return builder.sum(name, outer, shortcut);
    }
}
