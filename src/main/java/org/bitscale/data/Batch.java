package org.bitscale.data;

import java.util.Optional;

/**
 * Some examples, scaled and laid one behind the other. The arrays belong to whoever took the batch; two batches are
 * compared by identity of their arrays.
 *
 * @param values the inputs, in N, C, H, W order, {@code size * C * H * W} values
 * @param labels the classes, {@code size} values
 * @param size number of examples (N)
 * @param indices position of each example in its dataset, {@code size} values
 * @param mixed what was mixed into the inputs
 */
public record Batch(float[] values, int[] labels, int size, int[] indices, Optional<Mixed> mixed) {

    /** Examples as they are. */
    public Batch(float[] values, int[] labels, int size, int[] indices) {
        this(values, labels, size, indices, Optional.empty());
    }

    /**
     * Other examples in the inputs.
     *
     * @param labels their classes, {@code size} values
     * @param share of the examples themselves, from 0 to 1; the rest is the others'
     */
    public record Mixed(int[] labels, double share) {}
}
