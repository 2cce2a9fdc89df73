package org.bitscale.graph.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;

/**
 * Residual networks for small pictures (He et al. 2016, section 4.2): a 3×3 convolution, three stages of residual blocks
 * at 16, 32 and 64 channels times a width, global average pooling, one fully connected layer. Weights are drawn as He et
 * al. 2015 say, from a seed.
 */
public final class ResidualNetwork {

    private static final int[] STAGE_CHANNELS = {16, 32, 64};

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Random random;

    private ResidualNetwork(long seed) {
        this.random = new Random(seed);
    }

    /**
     * A network.
     *
     * @param blocks residual blocks a stage: 1 for 8 layers, 3 for 20
     * @param channels of the input
     * @param height of the input
     * @param width of the input
     * @param classes outputs
     * @param seed of the weights
     * @throws BadInputException if the picture is smaller than 8×8 or there are fewer than 2 classes
     */
    public static Graph of(int blocks, int channels, int height, int width, int classes, long seed) {
        if (height < 8 || width < 8 || classes < 2) {
            throw new BadInputException(
                    "A residual network wants pictures of at least 8×8 and 2 classes, but came %d×%d and %d"
                            .formatted(height, width, classes));
        }
        return new ResidualNetwork(seed).build(blocks, channels, height, width, classes);
    }

    private Graph build(int blocks, int channels, int height, int width, int classes) {
        String tensor = convBatchNorm("stem", "image", channels, STAGE_CHANNELS[0], 3, 1, true);
        int in = STAGE_CHANNELS[0];
        for (int stage = 0; stage < STAGE_CHANNELS.length; stage++) {
            for (int block = 0; block < blocks; block++) {
                int out = STAGE_CHANNELS[stage];
                int stride = stage > 0 && block == 0 ? 2 : 1;
                tensor = residualBlock("stage%d.block%d".formatted(stage + 1, block + 1), tensor, in, out, stride);
                in = out;
            }
        }
        nodes.add(Node.of("pool", "GlobalAveragePool", List.of(tensor), "pooled"));
        nodes.add(Node.of("flatten", "Flatten", List.of("pooled"), "features", Attributes.of("axis", 1)));
        constants.put("classifier.weight", normal(Math.sqrt(1.0 / in), classes, in));
        constants.put("classifier.bias", Tensor.ofFloats(new float[classes], classes));
        nodes.add(Node.of(
                "classifier",
                "Gemm",
                List.of("features", "classifier.weight", "classifier.bias"),
                "logits",
                Attributes.of("transB", 1)));
        Shape input = new Shape(List.of(Dim.symbol("N"), Dim.of(channels), Dim.of(height), Dim.of(width)));
        Shape output = new Shape(List.of(Dim.symbol("N"), Dim.of(classes)));
        return new Graph(
                "resnet" + (6 * blocks + 2),
                List.of(new ValueInfo("image", new TensorType(DataType.FLOAT, input))),
                List.of(new ValueInfo("logits", new TensorType(DataType.FLOAT, output))),
                nodes,
                constants,
                Map.of());
    }

    private String residualBlock(String name, String input, int in, int out, int stride) {
        String inner = convBatchNorm(name + ".conv1", input, in, out, 3, stride, true);
        String outer = convBatchNorm(name + ".conv2", inner, out, out, 3, 1, false);
        String shortcut =
                in == out && stride == 1 ? input : convBatchNorm(name + ".shortcut", input, in, out, 1, stride, false);
        nodes.add(Node.of(name + ".add", "Add", List.of(outer, shortcut), name + ".sum"));
        nodes.add(Node.of(name + ".relu", "Relu", List.of(name + ".sum"), name + ".out"));
        return name + ".out";
    }

    private String convBatchNorm(String name, String input, int in, int out, int kernel, int stride, boolean relu) {
        int pad = kernel / 2;
        constants.put(name + ".weight", normal(Math.sqrt(2.0 / (in * kernel * kernel)), out, in, kernel, kernel));
        nodes.add(Node.of(
                name,
                "Conv",
                List.of(input, name + ".weight"),
                name + ".conv",
                Attributes.of("strides", new long[] {stride, stride}, "pads", new long[] {pad, pad, pad, pad})));
        constants.put(name + ".gamma", filled(out, 1));
        constants.put(name + ".beta", filled(out, 0));
        constants.put(name + ".mean", filled(out, 0));
        constants.put(name + ".variance", filled(out, 1));
        nodes.add(Node.of(
                name + ".norm",
                "BatchNormalization",
                List.of(name + ".conv", name + ".gamma", name + ".beta", name + ".mean", name + ".variance"),
                name + ".normalized"));
        if (!relu) {
            return name + ".normalized";
        }
        nodes.add(Node.of(name + ".relu", "Relu", List.of(name + ".normalized"), name + ".out"));
        return name + ".out";
    }

    private Tensor normal(double deviation, long... sizes) {
        int elements = 1;
        for (long size : sizes) {
            elements *= (int) size;
        }
        float[] values = new float[elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return Tensor.ofFloats(values, sizes);
    }

    private static Tensor filled(int size, float value) {
        float[] values = new float[size];
        java.util.Arrays.fill(values, value);
        return Tensor.ofFloats(values, size);
    }
}
