package org.bitscale.graph.zoo;

import java.util.ArrayList;
import java.util.Arrays;
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

/** Puts together a classifier of pictures, layer by layer. Weights are drawn as He et al. 2015 say, from a seed. */
final class LayerBuilder {

    /** Smallest picture that the networks here take. */
    private static final int SMALLEST = 8;

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Random random;

    LayerBuilder(long seed) {
        this.random = new Random(seed);
    }

    /** @throws BadInputException if the picture is smaller than 8×8 or there are fewer than 2 classes */
    static void require(String kind, int height, int width, int classes) {
        if (height < SMALLEST || width < SMALLEST || classes < 2) {
            throw new BadInputException("A %s wants pictures of at least %d×%d and 2 classes, but came %d×%d and %d"
                    .formatted(kind, SMALLEST, SMALLEST, height, width, classes));
        }
    }

    /** What follows a normalization. */
    enum Activation {
        /** Nothing. */
        NONE,
        /** max(0, x). */
        RELU,
        /** min(6, max(0, x)) (Krizhevsky 2010). */
        RELU6
    }

    /**
     * A convolution without bias, a batch normalization and an activation.
     *
     * @param in input channels
     * @param out output channels
     * @param group groups of channels that are not mixed: 1, or {@code in} for a depthwise convolution
     * @return the tensor that they make
     */
    String layer(String name, String input, int in, int out, int group, int kernel, int stride, Activation activation) {
        int pad = kernel / 2;
        int each = in / group;
        constants.put(name + ".weight", normal(Math.sqrt(2.0 / (each * kernel * kernel)), out, each, kernel, kernel));
        Attributes attributes =
                Attributes.of("strides", new long[] {stride, stride}, "pads", new long[] {pad, pad, pad, pad});
        nodes.add(Node.of(
                name,
                "Conv",
                List.of(input, name + ".weight"),
                name + ".conv",
                group == 1 ? attributes : attributes.with("group", group)));
        return normalized(name, name + ".conv", out, activation);
    }

    /**
     * A fully connected layer without bias, a batch normalization and a ReLU.
     *
     * @param in input features
     * @param out output features
     * @return the tensor that they make
     */
    String dense(String name, String input, int in, int out) {
        constants.put(name + ".weight", normal(Math.sqrt(2.0 / in), out, in));
        nodes.add(
                Node.of(name, "Gemm", List.of(input, name + ".weight"), name + ".product", Attributes.of("transB", 1)));
        return normalized(name, name + ".product", out, Activation.RELU);
    }

    /** The input as one row of numbers an example. */
    String flat(String input) {
        nodes.add(Node.of("flatten", "Flatten", List.of(input), "features", Attributes.of("axis", 1)));
        return "features";
    }

    private String normalized(String name, String input, int out, Activation activation) {
        constants.put(name + ".gamma", filled(out, 1));
        constants.put(name + ".beta", filled(out, 0));
        constants.put(name + ".mean", filled(out, 0));
        constants.put(name + ".variance", filled(out, 1));
        nodes.add(Node.of(
                name + ".norm",
                "BatchNormalization",
                List.of(input, name + ".gamma", name + ".beta", name + ".mean", name + ".variance"),
                name + ".normalized"));
        switch (activation) {
            case NONE -> {
                return name + ".normalized";
            }
            case RELU -> nodes.add(Node.of(name + ".relu", "Relu", List.of(name + ".normalized"), name + ".out"));
            case RELU6 -> {
                constants.putIfAbsent("relu6.min", Tensor.ofFloats(new float[] {0}));
                constants.putIfAbsent("relu6.max", Tensor.ofFloats(new float[] {6}));
                nodes.add(Node.of(
                        name + ".relu6",
                        "Clip",
                        List.of(name + ".normalized", "relu6.min", "relu6.max"),
                        name + ".out"));
            }
        }
        return name + ".out";
    }

    /** The sum of two branches and a ReLU. */
    String sum(String name, String first, String second) {
        nodes.add(Node.of(name + ".add", "Add", List.of(first, second), name + ".sum"));
        nodes.add(Node.of(name + ".relu", "Relu", List.of(name + ".sum"), name + ".out"));
        return name + ".out";
    }

    /** Ends with global average pooling and one fully connected layer. */
    Graph classifier(String name, String features, int channels, int height, int width, int in, int classes) {
        nodes.add(Node.of("pool", "GlobalAveragePool", List.of(features), "pooled"));
        return logits(name, flat("pooled"), channels, height, width, in, classes);
    }

    /** Ends with one fully connected layer. */
    Graph logits(String name, String features, int channels, int height, int width, int in, int classes) {
        constants.put("classifier.weight", normal(Math.sqrt(1.0 / in), classes, in));
        constants.put("classifier.bias", Tensor.ofFloats(new float[classes], classes));
        nodes.add(Node.of(
                "classifier",
                "Gemm",
                List.of(features, "classifier.weight", "classifier.bias"),
                "logits",
                Attributes.of("transB", 1)));
        Shape input = new Shape(List.of(Dim.symbol("N"), Dim.of(channels), Dim.of(height), Dim.of(width)));
        Shape output = new Shape(List.of(Dim.symbol("N"), Dim.of(classes)));
        return new Graph(
                name,
                List.of(new ValueInfo("image", new TensorType(DataType.FLOAT, input))),
                List.of(new ValueInfo("logits", new TensorType(DataType.FLOAT, output))),
                nodes,
                constants,
                Map.of());
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
        Arrays.fill(values, value);
        return Tensor.ofFloats(values, size);
    }
}
