package org.bitscale.graph.zoo;

import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;

/**
 * A fully connected network for tables and other data without neighbourhoods: two hidden layers, each with batch
 * normalization, which makes it indifferent to the size of the numbers it reads, and ReLU.
 */
public final class Perceptron {

    private static final int HIDDEN = 64;

    private Perceptron() {}

    /**
     * A network of 3 layers.
     *
     * @param channels of the input; the features of a table
     * @param height of the input; 1 for a table
     * @param width of the input; 1 for a table
     * @param classes outputs
     * @param seed of the weights
     * @throws BadInputException if there are fewer than 2 classes, or more inputs than an array holds
     */
    public static Graph of(int channels, int height, int width, int classes, long seed) {
        long inputs = (long) channels * height * width;
        if (classes < 2 || inputs > Integer.MAX_VALUE / HIDDEN) {
            throw new BadInputException(
                    "A fully connected network wants 2 classes and at most %d inputs, but came %d and %d"
                            .formatted(Integer.MAX_VALUE / HIDDEN, classes, inputs));
        }
        LayerBuilder builder = new LayerBuilder(seed);
        String tensor = builder.dense("hidden1", builder.flat("image"), (int) inputs, HIDDEN);
        tensor = builder.dense("hidden2", tensor, HIDDEN, HIDDEN);
        return builder.logits("mlp3", tensor, channels, height, width, HIDDEN, classes);
    }
}
