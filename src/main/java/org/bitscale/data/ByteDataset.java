package org.bitscale.data;

import java.util.Objects;

/** Examples of one byte per value (0..255), all in memory: in total at most 2 GiB, in N, C, H, W order. */
final class ByteDataset implements Dataset {
    private final DatasetInfo info;
    private final byte[] values;
    private final int[] labels;

    /** Takes the arrays over without copying; nobody may change them afterwards. */
    ByteDataset(DatasetInfo info, byte[] values, int[] labels) {
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
        int start = index * length;
        for (int i = 0; i < length; i++) {
            target[offset + i] = values[start + i] & 0xFF;
        }
    }
}
