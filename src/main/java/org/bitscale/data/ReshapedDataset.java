package org.bitscale.data;

import java.util.List;
import java.util.Map;

/**
 * A dataset seen in another shape. Pictures are converted when they are read (see {@link PictureShape}); features are
 * laid row by row into a shape of as many values.
 */
final class ReshapedDataset implements Dataset {
    private final Dataset parent;
    private final PictureShape conversion;
    private final DatasetInfo info;

    /** @param conversion null where values stay as they are and only the shape has another name */
    private ReshapedDataset(Dataset parent, List<Integer> shape, Resize resize, PictureShape conversion) {
        this.parent = parent;
        this.conversion = conversion;
        DatasetInfo original = parent.info();
        ContentHash hash = new ContentHash().add(original.contentHash()).add(shape);
        boolean resized = !original.shape().subList(1, 3).equals(shape.subList(1, 3));
        String how = "";
        if (conversion != null && resized && resize != Resize.STRETCH) {
            // What was stretched keeps the hash that it had before there was a choice.
            hash.add(resize.word());
            how = " (" + resize.word() + ")";
        }
        this.info = new DatasetInfo(
                original.name(),
                original.source() + "; converted from " + text(original.shape()) + " to " + text(shape) + how,
                shape,
                original.classes(),
                hash.hex(),
                original.kind());
    }

    /**
     * The dataset itself if it has this shape already.
     *
     * @throws DataException if the channels cannot be converted, or features are more or fewer than the shape's values
     */
    static Dataset of(Dataset dataset, List<Integer> shape, Resize resize) {
        DatasetInfo info = dataset.info();
        if (info.shape().equals(shape)) {
            return dataset;
        }
        if (info.kind() != ValueKind.FEATURES) {
            return new ReshapedDataset(
                    dataset, shape, resize, new PictureShape(info.shape(), shape, resize, info.kind()));
        }
        long values = (long) shape.get(0) * shape.get(1) * shape.get(2);
        if (values != info.valuesPerItem()) {
            throw new DataException("The data has " + info.valuesPerItem() + " features, but the network takes "
                    + text(shape) + " values (" + values
                    + "): give data with as many columns, or a network with as many inputs.");
        }
        return new ReshapedDataset(dataset, shape, resize, null);
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
        if (conversion == null) {
            parent.read(index, target, offset);
            return;
        }
        float[] original = new float[parent.info().valuesPerItem()];
        parent.read(index, original, 0);
        conversion.convert(original, target, offset);
    }

    @Override
    public Map<String, String> attributes(int index) {
        return parent.attributes(index);
    }

    static String text(List<Integer> shape) {
        return shape.get(0) + "x" + shape.get(1) + "x" + shape.get(2);
    }
}
