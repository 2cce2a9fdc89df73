package org.bitscale.experiment;

import java.util.List;

/**
 * What a network says about every example of a split, in the split's own order.
 *
 * @param split where the examples come from, in words
 * @param classes names of the data's classes
 * @param outputs number of classes that the network tells apart, at least as many as the data has
 * @param labels the true class, by example
 * @param predicted the class with the largest output, by example
 * @param confidence its softmax probability, by example
 */
public record FilePredictions(
        String split, List<String> classes, int outputs, int[] labels, int[] predicted, float[] confidence) {

    /** Copies the names. */
    public FilePredictions {
        classes = List.copyOf(classes);
    }
}
