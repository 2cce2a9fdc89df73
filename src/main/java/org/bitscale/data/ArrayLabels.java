package org.bitscale.data;

import java.util.Arrays;

/** Classes from an array: numbers of shape (N) or (N, 1), or one-hot rows (N, K). */
final class ArrayLabels {
    /** A larger number is no class: the array holds something else. */
    static final int MOST_CLASSES = 1 << 16;

    private ArrayLabels() {}

    /**
     * The class of each example.
     *
     * @param count how many examples there are
     * @throws DataException if the array holds something else, or not as many
     */
    static int[] of(NpyArray array, int count) {
        boolean column = array.rank() == 2 && array.extent(1) == 1;
        boolean oneHot = array.rank() == 2 && array.extent(1) > 1;
        if (array.rank() != 1 && !column && !oneHot) {
            throw new DataException(array.name() + " has the shape "
                    + array.header().text() + ", but labels are expected as (N), (N, 1) or one-hot (N, classes).");
        }
        if (array.extent(0) != count) {
            throw new DataException(array.name() + " has " + array.extent(0) + " labels for " + count
                    + " examples: the arrays do not belong together.");
        }
        if (oneHot && array.extent(1) > MOST_CLASSES) {
            throw new DataException(array.name() + " would be one-hot labels of " + array.extent(1)
                    + " classes: at most " + MOST_CLASSES + " are expected.");
        }
        int[] labels = new int[count];
        Arrays.setAll(labels, index -> oneHot ? hot(array, index) : number(array, index));
        return labels;
    }

    /** How many classes the labels stand for: as one-hot rows have columns, else up to the highest number. */
    static int classes(NpyArray array, int[] labels) {
        return array.rank() == 2 && array.extent(1) > 1
                ? array.extent(1)
                : Arrays.stream(labels).max().orElse(0) + 1;
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
