package org.bitscale.data;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Some examples of another dataset, in a given order. Its content hash follows from the parent's hash and the indices; a
 * subset that is the whole parent in the parent's order has the parent's hash.
 */
public final class Subset implements Dataset {
    private final Dataset parent;
    private final int[] indices;
    private final DatasetInfo info;

    /**
     * @param parent the dataset looked at
     * @param indices positions in {@code parent}, in the order wanted
     * @throws IllegalArgumentException if there are no indices
     * @throws IndexOutOfBoundsException if an index is not in the parent
     */
    public Subset(Dataset parent, int[] indices) {
        this(parent, indices, indices.length + " of " + parent.size() + " examples");
    }

    /** A subset whose source tells how it was chosen. */
    Subset(Dataset parent, int[] indices, String description) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("a subset needs at least one example");
        }
        for (int index : indices) {
            Objects.checkIndex(index, parent.size());
        }
        this.parent = parent;
        this.indices = indices.clone();
        boolean whole = indices.length == parent.size()
                && IntStream.range(0, indices.length).allMatch(i -> indices[i] == i);
        this.info = whole
                ? parent.info()
                : parent.info()
                        .derived(
                                parent.info().source() + "; " + description,
                                new ContentHash()
                                        .add(parent.info().contentHash())
                                        .add(indices)
                                        .hex());
    }

    /**
     * The first examples in the dataset's own order. A folder of pictures is in class order: take {@link #sample} there.
     *
     * @param count number of examples wanted; all are given when there are fewer
     * @throws IllegalArgumentException if {@code count} is not positive
     */
    public static Subset first(Dataset dataset, int count) {
        requirePositive(count);
        int taken = Math.min(count, dataset.size());
        return new Subset(dataset, IntStream.range(0, taken).toArray(), "the first " + taken + " of " + dataset.size());
    }

    /**
     * A random choice with every class in its share (largest remainders; on a tie the lower class), in the dataset's
     * order.
     *
     * @param count number of examples wanted; all are given when there are fewer
     * @param seed the same seed chooses the same examples
     * @throws IllegalArgumentException if {@code count} is not positive
     */
    public static Subset sample(Dataset dataset, int count, long seed) {
        requirePositive(count);
        int taken = Math.min(count, dataset.size());
        int[][] members = Splits.membersByClass(dataset);
        int[] quota = Splits.shares(members, taken);
        SeededRandom random = new SeededRandom(seed);
        int[] chosen = new int[taken];
        int filled = 0;
        for (int label = 0; label < members.length; label++) {
            random.shuffle(members[label]);
            System.arraycopy(members[label], 0, chosen, filled, quota[label]);
            filled += quota[label];
        }
        Arrays.sort(chosen);
        return new Subset(
                dataset,
                chosen,
                "a stratified sample of " + taken + " of " + dataset.size() + " examples, seed " + seed);
    }

    /** The positions in the parent, in this subset's order. */
    public int[] indices() {
        return indices.clone();
    }

    @Override
    public DatasetInfo info() {
        return info;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int label(int index) {
        return parent.label(indices[index]);
    }

    @Override
    public void read(int index, float[] target, int offset) {
        parent.read(indices[index], target, offset);
    }

    @Override
    public Map<String, String> attributes(int index) {
        return parent.attributes(indices[index]);
    }

    private static void requirePositive(int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("the number of examples must be positive, but is " + count);
        }
    }
}
