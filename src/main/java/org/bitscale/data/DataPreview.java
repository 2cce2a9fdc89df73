package org.bitscale.data;

import java.nio.file.Path;
import java.util.List;

/**
 * What a folder or a file holds, before it is read.
 *
 * @param format how the examples are kept
 * @param kind what the values are
 * @param classes names of the classes; empty where only reading tells
 * @param counts how many training examples each class has, as files are counted; empty where only reading tells
 * @param pictures the first few of each class, to look at; empty where pictures are no files
 * @param divided whether the data itself says which examples are for testing
 * @param facts what else was seen, a line each, in words
 */
public record DataPreview(
        Format format,
        ValueKind kind,
        List<String> classes,
        List<Integer> counts,
        List<List<Path>> pictures,
        boolean divided,
        List<String> facts) {

    /** How examples are kept. */
    public enum Format {
        /** One folder of pictures for each class. */
        PICTURES,
        /** IDX files, as MNIST has them. */
        IDX,
        /** The binary files of CIFAR-10 or CIFAR-100. */
        CIFAR,
        /** NumPy arrays: an NPZ file, or a folder of NPY files. */
        ARRAYS,
        /** Text with a line for each example (CSV). */
        TABLE
    }

    /** Copies. */
    public DataPreview {
        classes = List.copyOf(classes);
        counts = List.copyOf(counts);
        pictures = List.copyOf(pictures);
        facts = List.copyOf(facts);
    }

    /** Without classes and pictures. */
    static DataPreview of(Format format, ValueKind kind, boolean divided, List<String> facts) {
        return new DataPreview(format, kind, List.of(), List.of(), List.of(), divided, facts);
    }
}
