package org.bitscale.data;

import java.util.Map;

/**
 * Labelled examples, all of one shape. An implementation is immutable, so any number of threads may read it at once.
 */
public interface Dataset {
    /** What the examples are: name, source, shape (C, H, W), class names, content hash. */
    DatasetInfo info();

    /** Number of examples. */
    int size();

    /**
     * The class of one example.
     *
     * @param index example, from 0 to {@code size() - 1}
     * @return class, from 0 to {@code info().classes().size() - 1}
     * @throws IndexOutOfBoundsException if there is no such example
     */
    int label(int index);

    /**
     * Copies the raw values of one example, before any {@link InputScaling}, in C, H, W order (W fastest). Pictures
     * have values from 0 to 255.
     *
     * @param index example, from 0 to {@code size() - 1}
     * @param target receives {@code info().valuesPerItem()} values
     * @param offset position in {@code target} of the first value
     * @throws IndexOutOfBoundsException if there is no such example or {@code target} is too short
     * @throws DataException if the example is decoded only now and its file cannot be read
     */
    void read(int index, float[] target, int offset);

    /**
     * What is known about how an example came about besides its class (background, rotation, contrast …), for finding
     * the conditions under which a network fails.
     *
     * @param index example, from 0 to {@code size() - 1}
     * @return attribute name to value, in a fixed order; empty where nothing is known
     */
    default Map<String, String> attributes(int index) {
        return Map.of();
    }
}
