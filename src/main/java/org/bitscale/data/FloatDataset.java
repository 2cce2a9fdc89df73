package org.bitscale.data;

import java.util.Objects;

/** Examples of real values, all in memory, in N, C, H, W order. */
final class FloatDataset implements Dataset {
    private final DatasetInfo info;
    private final float[] values;
    private final int[] labels;

    /** Takes the arrays over without copying; nobody may change them afterwards. */
    FloatDataset(DatasetInfo info, float[] values, int[] labels) {
        if (values.length != (long) labels.length * info.valuesPerItem()) {
            throw new IllegalArgumentException(
                    labels.length + " examples of shape " + info.shape() + " are not " + values.length + " values");
        }
        this.info = info;
        this.values = values;
        this.labels = labels;
    }

    @Override
    public DatasetInfo info() {
        return info;
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
        Objects.checkIndex(index, labels.length);
        int length = info.valuesPerItem();
        System.arraycopy(values, index * length, target, offset, length);
    }
}
