package org.bitscale.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Classes from an array: numbers or texts of shape (N) or (N, 1), or one-hot rows (N, K). Numbers give as many classes as
 * the highest one or the columns tell, named by their numbers; texts name the classes.
 *
 * @param numbers the class of each example
 * @param classes names of the classes
 */
record ArrayLabels(int[] numbers, List<String> classes) {
    /** A larger number is no class: the array holds something else. */
    static final int MOST_CLASSES = 1 << 16;

    /**
     * Reads them.
     *
     * @param count how many examples there are
     * @param classes names of the classes, by the training labels or a file; empty to find them
     * @throws DataException if the array holds something else, not as many, or a class that is not known
     */
    static ArrayLabels read(ArrayStore store, String name, int count, Optional<List<String>> classes) {
        NpyHeader header = store.open(name, (in, found, title) -> {
            requireShape(found, count, title);
            return found;
        });
        return header.type().isText() ? named(store.texts(name), classes) : numbered(store.read(name), count, classes);
    }

    private static void requireShape(NpyHeader header, int count, String name) {
        List<Long> shape = header.shape();
        if (shape.size() != 1 && (shape.size() != 2 || shape.get(1) == 0)) {
            throw new DataException(name + " has the shape " + header.text()
                    + ", but labels are expected as (N), (N, 1) or one-hot (N, classes).");
        }
        if (shape.get(0) != count) {
            throw new DataException(name + " has " + shape.get(0) + " labels for " + count
                    + " examples: the arrays do not belong together.");
        }
        if (shape.size() == 2 && shape.get(1) > (header.type().isText() ? 1 : MOST_CLASSES)) {
            throw new DataException(name + " would be one-hot labels of " + shape.get(1) + " classes (" + header.text()
                    + "): numbers of at most " + MOST_CLASSES + " classes are expected.");
        }
    }

    private static ArrayLabels named(NpyTexts texts, Optional<List<String>> given) {
        List<String> classes = given.orElseGet(() -> ClassNames.sorted(texts.distinct()));
        Map<String, Integer> numberOf = new HashMap<>();
        classes.forEach(name -> numberOf.putIfAbsent(name, numberOf.size()));
        int[] classOf = texts.distinct().stream()
                .mapToInt(name -> numberOf.getOrDefault(name, -1))
                .toArray();
        int[] labels =
                Arrays.stream(texts.numbers()).map(number -> classOf[number]).toArray();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new DataException(texts.name() + ": class \""
                        + texts.distinct().get(texts.numbers()[i])
                        + "\" of example " + i + " is not known: the training labels or " + ClassNames.FILE + " have "
                        + CsvHead.some(classes) + ".");
            }
        }
        return new ArrayLabels(labels, classes);
    }

    private static ArrayLabels numbered(NpyArray array, int count, Optional<List<String>> given) {
        boolean oneHot = array.rank() == 2 && array.extent(1) > 1;
        int[] labels = new int[count];
        Arrays.setAll(labels, index -> oneHot ? hot(array, index) : number(array, index));
        int needed = oneHot ? array.extent(1) : Arrays.stream(labels).max().orElse(0) + 1;
        List<String> classes = given.orElseGet(
                () -> IntStream.range(0, needed).mapToObj(Integer::toString).toList());
        for (int i = 0; i < count; i++) {
            if (labels[i] >= classes.size()) {
                throw new DataException(array.name() + ": label " + labels[i] + " of example " + i
                        + " is out of range, there are " + classes.size() + " classes (0 to " + (classes.size() - 1)
                        + ") by the training labels or " + ClassNames.FILE + ".");
            }
        }
        return new ArrayLabels(labels, classes);
    }

    private static int number(NpyArray array, int index) {
        float value = array.value(index);
        int label = (int) value;
        if (label != value || label < 0 || label >= MOST_CLASSES) {
            throw new DataException(array.name() + ": label " + value + " of example " + index
                    + " is no class: whole numbers from 0 to " + (MOST_CLASSES - 1) + " are expected.");
        }
        return label;
    }

    private static int hot(NpyArray array, int index) {
        int columns = array.extent(1);
        int hot = -1;
        for (int i = 0; i < columns; i++) {
            float value = array.value(index * columns + i);
            if (value == 1 && hot < 0) {
                hot = i;
            } else if (value != 0) {
                throw notOneHot(array, index);
            }
        }
        if (hot < 0) {
            throw notOneHot(array, index);
        }
        return hot;
    }

    private static DataException notOneHot(NpyArray array, int index) {
        return new DataException(array.name() + ": row " + index
                + " is not one-hot: labels of several columns need a single 1 and zeros in each row.");
    }
}
