package org.bitscale.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A dataset by hand: every value of item i is i, unless told otherwise. */
record ArrayDataset(DatasetInfo info, float[][] items, int[] labels) implements Dataset {
    static ArrayDataset withLabels(int... labels) {
        return withLabels(List.of(1, 1, 2), labels);
    }

    static ArrayDataset withLabels(List<Integer> shape, int... labels) {
        int classes = Math.max(2, Arrays.stream(labels).max().orElse(0) + 1);
        List<String> names =
                IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
        DatasetInfo info = new DatasetInfo("array", "by hand", shape, names, "ab".repeat(32));
        float[][] items = new float[labels.length][info.valuesPerItem()];
        for (int i = 0; i < items.length; i++) {
            Arrays.fill(items[i], i);
        }
        return new ArrayDataset(info, items, labels);
    }

    /** Labels at random, every class of another size. */
    static ArrayDataset random(long seed) {
        SeededRandom random = new SeededRandom(seed);
        int classes = 2 + random.nextInt(6);
        int[] labels = new int[20 + random.nextInt(200)];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Math.min(random.nextInt(classes), random.nextInt(classes));
        }
        return withLabels(labels);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int index, float[] target, int offset) {
        System.arraycopy(items[index], 0, target, offset, items[index].length);
    }

    @Override
    public Map<String, String> attributes(int index) {
        return Map.of("item", Integer.toString(index));
    }
}
