package org.bitscale.data;

import java.util.List;

/**
 * The description of a {@link Dataset}; part of every record of an experiment.
 *
 * @param name short name for charts and tables
 * @param source where it came from and what was done to it (split, resize), in words
 * @param shape shape of one example: channels, height, width
 * @param classes class names; the position is the label
 * @param contentHash SHA-256, in lower-case hexadecimal, over the shape, the labels and the contents of the examples
 * @param kind what the values are
 */
public record DatasetInfo(
        String name, String source, List<Integer> shape, List<String> classes, String contentHash, ValueKind kind) {
    /** @throws IllegalArgumentException if the shape is not three positive numbers, there are no classes, or the hash is
     *     not 64 hexadecimal digits */
    public DatasetInfo {
        shape = List.copyOf(shape);
        classes = List.copyOf(classes);
        if (shape.size() != 3 || shape.stream().anyMatch(extent -> extent <= 0)) {
            throw new IllegalArgumentException("shape must be channels, height, width, all positive, but is " + shape);
        }
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("a dataset needs class names");
        }
        if (!contentHash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("contentHash must be 64 hexadecimal digits, but is " + contentHash);
        }
    }

    /** Pictures of 8 bits a value. */
    public DatasetInfo(String name, String source, List<Integer> shape, List<String> classes, String contentHash) {
        this(name, source, shape, classes, contentHash, ValueKind.PIXELS);
    }

    /** Number of channels (C). */
    public int channels() {
        return shape.get(0);
    }

    /** Height in pixels (H). */
    public int height() {
        return shape.get(1);
    }

    /** Width in pixels (W). */
    public int width() {
        return shape.get(2);
    }

    /** Number of values of one example, C·H·W. */
    public int valuesPerItem() {
        return Math.multiplyExact(Math.multiplyExact(channels(), height()), width());
    }

    /** The same data under another source text and hash. */
    DatasetInfo derived(String newSource, String newContentHash) {
        return new DatasetInfo(name, newSource, shape, classes, newContentHash, kind);
    }
}
