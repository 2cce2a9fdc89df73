package org.bitscale.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which arrays are the examples and which the labels, by their names; case does not matter.
 *
 * <p>Divided data has {@code x_train} and {@code y_train}, and {@code x_test} and {@code y_test} ({@code val} or
 * {@code valid} serves as {@code test} where there is none); undivided data has {@code x} and {@code y}. For {@code x}
 * there may stand {@code images}, {@code data}, {@code features} or {@code inputs}, for {@code y} {@code labels},
 * {@code label}, {@code targets} or {@code target}, and the part may come first: {@code train_images}. What
 * {@code numpy.savez} names by itself is taken in order: {@code arr_0} and {@code arr_1}.
 *
 * @param train examples and labels that are learned from, or all there are
 * @param test examples and labels that are reported
 */
record ArrayNames(Pair train, Optional<Pair> test) {
    static final String EXPECTED = "x_train and y_train (with x_test and y_test), or x and y";

    private static final List<String> EXAMPLES = List.of("x", "images", "data", "features", "inputs");
    private static final List<String> LABELS = List.of("y", "labels", "label", "targets", "target");
    private static final List<String> TEST_PARTS = List.of("test", "val", "valid", "validation");

    /** Two arrays that belong together. */
    record Pair(String examples, String labels) {}

    /** Whether some of the names are known. */
    static boolean recognises(List<String> names) {
        return Stream.concat(Stream.of("train"), TEST_PARTS.stream())
                        .anyMatch(part -> of(EXAMPLES, part, names).isPresent())
                || whole(EXAMPLES, "arr_0", names).isPresent();
    }

    /**
     * Finds them.
     *
     * @param where they lie, for messages
     * @throws DataException if there are none, or examples without labels
     */
    static ArrayNames find(List<String> names, Object where) {
        Optional<String> train = of(EXAMPLES, "train", names);
        if (train.isPresent()) {
            String labels = of(LABELS, "train", names).orElseThrow(() -> unlabelled(train.get(), "y_train", where));
            Optional<Pair> test = TEST_PARTS.stream()
                    .flatMap(part -> of(EXAMPLES, part, names).stream()
                            .map(examples -> new Pair(
                                    examples,
                                    of(LABELS, part, names)
                                            .orElseThrow(() -> unlabelled(examples, "y_" + part, where)))))
                    .findFirst();
            return new ArrayNames(new Pair(train.get(), labels), test);
        }
        Optional<String> whole = whole(EXAMPLES, "arr_0", names);
        if (whole.isEmpty()) {
            throw new DataException("No data recognised in " + where + ": it has " + ArrayStore.text(names)
                    + ", but arrays named " + EXPECTED + " are expected.");
        }
        String labels = whole(LABELS, "arr_1", names).orElseThrow(() -> unlabelled(whole.get(), "y", where));
        return new ArrayNames(new Pair(whole.get(), labels), Optional.empty());
    }

    private static Optional<String> of(List<String> words, String part, List<String> names) {
        return words.stream()
                .flatMap(word -> Stream.of(word + "_" + part, part + "_" + word))
                .flatMap(wanted -> same(wanted, names).stream())
                .findFirst();
    }

    private static Optional<String> whole(List<String> words, String numbered, List<String> names) {
        return Stream.concat(words.stream(), Stream.of(numbered))
                .flatMap(wanted -> same(wanted, names).stream())
                .findFirst();
    }

    private static Optional<String> same(String wanted, List<String> names) {
        return names.stream().filter(wanted::equalsIgnoreCase).findFirst();
    }

    private static DataException unlabelled(String examples, String expected, Object where) {
        return new DataException("There are examples (" + examples + ") but no labels in " + where
                + ": expected is an array named " + expected + ".");
    }
}
