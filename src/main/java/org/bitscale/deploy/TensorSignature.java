package org.bitscale.deploy;

import java.util.List;

/**
 * An input or output of a model.
 *
 * @param name its name
 * @param type its element type
 * @param shape its dimensions, −1 where symbolic; empty for a scalar, and where the model does not tell
 */
public record TensorSignature(String name, ElementType type, List<Long> shape) {
    /** Copies the shape. */
    public TensorSignature {
        shape = List.copyOf(shape);
    }

    /** Whether a tensor of {@code actual} shape fits: equal rank, and equal dimensions where not symbolic. */
    boolean accepts(long[] actual) {
        if (actual.length != shape.size()) {
            return false;
        }
        for (int i = 0; i < actual.length; i++) {
            if (shape.get(i) >= 0 && shape.get(i) != actual[i]) {
                return false;
            }
        }
        return true;
    }
}
