package org.bitscale.graph;

/**
 * What is known of a tensor before it is computed.
 *
 * @param type element type
 * @param shape dimensions
 */
public record TensorType(DataType type, Shape shape) {

    @Override
    public String toString() {
        return type.name().toLowerCase(java.util.Locale.ROOT) + shape;
    }
}
