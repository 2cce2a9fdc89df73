package org.bitscale.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a picture comes to another size when its sides have another ratio. */
public enum Resize {
    /** Each side for itself: the ratio of the sides changes, nothing is lost. */
    STRETCH,

    /** By one factor until the size is covered, then the middle is cut out: the ratio stays, edges are lost. */
    CROP,

    /** By one factor until it fits, then zeros (black) on both sides: the ratio stays, nothing is lost. */
    PAD;

    /** The words for all, in their order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Resize::word).toList();
    }

    /** As users write it: {@code stretch}, {@code crop} or {@code pad}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a word means.
     *
     * @throws DataException if there is no such word
     */
    public static Resize of(String word) {
        return Arrays.stream(values())
                .filter(resize -> resize.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new DataException("Pictures cannot be resized by \"" + word
                        + "\": expected is one of " + String.join(", ", words()) + "."));
    }
}
