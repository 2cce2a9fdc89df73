package org.bitscale.data;

/**
 * Some examples, scaled and laid one behind the other. The arrays belong to whoever took the batch; two batches are
 * compared by identity of their arrays.
 *
 * @param values the inputs, in N, C, H, W order, {@code size * C * H * W} values
 * @param labels the classes, {@code size} values
 * @param size number of examples (N)
 * @param indices position of each example in its dataset, {@code size} values
 */
public record Batch(float[] values, int[] labels, int size, int[] indices) {}
