package org.bitscale.data;

import java.util.List;
import java.util.Map;

/** A dataset of pictures seen in another shape; each picture is converted when it is read (see {@link PictureShape}). */
final class ReshapedDataset implements Dataset {
    private final Dataset parent;
    private final PictureShape conversion;
    private final DatasetInfo info;

    private ReshapedDataset(Dataset parent, List<Integer> shape) {
        this.parent = parent;
        this.conversion = new PictureShape(parent.info().shape(), shape);
        DatasetInfo original = parent.info();
        this.info = new DatasetInfo(
                original.name(),
                original.source() + "; converted from " + text(original.shape()) + " to " + text(shape),
                shape,
                original.classes(),
                new ContentHash().add(original.contentHash()).add(shape).hex());
    }

    /**
     * The dataset itself if it has this shape already.
     *
     * @throws DataException if the channels cannot be converted
     */
    static Dataset of(Dataset dataset, List<Integer> shape) {
        return dataset.info().shape().equals(shape) ? dataset : new ReshapedDataset(dataset, shape);
    }

    @Override
    public DatasetInfo info() {
        return info;
    }

    @Override
    public int size() {
        return parent.size();
    }

    @Override
    public int label(int index) {
        return parent.label(index);
    }

    @Override
    public void read(int index, float[] target, int offset) {
        float[] original = new float[parent.info().valuesPerItem()];
        parent.read(index, original, 0);
        conversion.convert(original, target, offset);
    }

    @Override
    public Map<String, String> attributes(int index) {
        return parent.attributes(index);
    }

    private static String text(List<Integer> shape) {
        return shape.get(0) + "x" + shape.get(1) + "x" + shape.get(2);
    }
}
