package org.bitscale.data;

import java.nio.file.Path;
import java.util.List;

/**
 * What a folder holds, before it is read.
 *
 * @param format how the examples are kept
 * @param classes names of the classes; empty where only reading tells
 * @param counts how many training examples each class has, as files are counted
 * @param pictures the first few of each class, to look at
 * @param divided whether the folder itself says which examples are for testing
 */
public record FolderPreview(
        Format format, List<String> classes, List<Integer> counts, List<List<Path>> pictures, boolean divided) {

    /** How examples are kept. */
    public enum Format {
        /** One folder of pictures for each class. */
        PICTURES,
        /** IDX files, as MNIST has them. */
        IDX
    }

    /** Copies. */
    public FolderPreview {
        classes = List.copyOf(classes);
        counts = List.copyOf(counts);
        pictures = List.copyOf(pictures);
    }
}
