package org.bitscale.experiment;

import java.util.Map;
import org.bitscale.data.Dataset;
import org.bitscale.data.DatasetInfo;

/** Examples kept in memory, so that those that lie on a disk are decoded once. */
final class HeldExamples implements Dataset {

    /** Values, four bytes each, up to which a dataset is kept. */
    private static final long MOST_VALUES = 1 << 25;

    private final Dataset source;
    private final float[] values;

    private HeldExamples(Dataset source) {
        int item = source.info().valuesPerItem();
        this.source = source;
        this.values = new float[source.size() * item];
        for (int i = 0; i < source.size(); i++) {
            source.read(i, values, i * item);
        }
    }

    /** A dataset's examples, kept if they are few enough. */
    static Dataset of(Dataset source) {
        long size = (long) source.size() * source.info().valuesPerItem();
        return size <= MOST_VALUES ? new HeldExamples(source) : source;
    }

    @Override
    public DatasetInfo info() {
        return source.info();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public void read(int index, float[] target, int offset) {
        int item = info().valuesPerItem();
        System.arraycopy(values, index * item, target, offset, item);
    }

    @Override
    public Map<String, String> attributes(int index) {
        return source.attributes(index);
    }
}
