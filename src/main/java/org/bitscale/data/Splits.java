package org.bitscale.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** Divides datasets. */
public final class Splits {
    /** Share of the test split where the data itself is not divided. */
    static final double TEST_FRACTION = 0.2;

    /** Seed of that split. */
    static final long TEST_SEED = 2026;

    private Splits() {}

    /**
     * Divides a dataset by class: each class gives the same fraction to validation (rounded half up), but at least one
     * and not all of its examples when it has two or more; a class of one example stays in training. Both parts keep
     * the dataset's order, share nothing and together are everything. The same seed gives the same parts.
     *
     * @param validationFraction share of the validation part, between 0 and 1, neither included
     * @param seed chooses which examples
     * @throws IllegalArgumentException if the fraction is out of range
     * @throws DataException if no class has two examples
     */
    public static TrainValidation stratified(Dataset dataset, double validationFraction, long seed) {
        return stratified(dataset, validationFraction, seed, "training", "validation");
    }

    /** Data that is not divided: a fifth of each class becomes the test split, always the same. */
    static DataSource trainAndTest(Dataset whole) {
        TrainValidation parts = stratified(whole, TEST_FRACTION, TEST_SEED, DataSource.TRAIN, DataSource.TEST);
        return new DataSource(parts.train(), parts.validation(), Optional.empty());
    }

    static TrainValidation stratified(Dataset dataset, double fraction, long seed, String keptName, String takenName) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("the fraction must lie between 0 and 1, but is " + fraction);
        }
        SeededRandom random = new SeededRandom(seed);
        boolean[] taken = new boolean[dataset.size()];
        int takenCount = 0;
        for (int[] members : membersByClass(dataset)) {
            random.shuffle(members);
            int share = members.length < 2
                    ? 0
                    : (int) Math.max(1, Math.min(members.length - 1, Math.round(fraction * members.length)));
            for (int i = 0; i < share; i++) {
                taken[members[i]] = true;
            }
            takenCount += share;
        }
        if (takenCount == 0) {
            throw new DataException("Cannot split " + dataset.info().name()
                    + ": no class has two examples. Add examples, so that each class can be in both parts.");
        }
        int total = dataset.size();
        String how = " of a stratified split of " + total + " examples, fraction " + fraction + ", seed " + seed;
        int[] kept = IntStream.range(0, total).filter(i -> !taken[i]).toArray();
        int[] other = IntStream.range(0, total).filter(i -> taken[i]).toArray();
        return new TrainValidation(
                new Subset(dataset, kept, "the " + keptName + " part" + how),
                new Subset(dataset, other, "the " + takenName + " part" + how));
    }

    /** The examples of each class, in the dataset's order. */
    static int[][] membersByClass(Dataset dataset) {
        int classes = dataset.info().classes().size();
        int[] counts = new int[classes];
        for (int i = 0; i < dataset.size(); i++) {
            counts[dataset.label(i)]++;
        }
        int[][] members = new int[classes][];
        for (int label = 0; label < classes; label++) {
            members[label] = new int[counts[label]];
        }
        int[] filled = new int[classes];
        for (int i = 0; i < dataset.size(); i++) {
            int label = dataset.label(i);
            members[label][filled[label]++] = i;
        }
        return members;
    }

    /** Divides {@code count} among the classes in proportion to their sizes, by largest remainders. */
    static int[] shares(int[][] members, int count) {
        long total = Arrays.stream(members).mapToLong(m -> m.length).sum();
        int[] shares = new int[members.length];
        long[] remainders = new long[members.length];
        int given = 0;
        for (int label = 0; label < members.length; label++) {
            long product = (long) members[label].length * count;
            shares[label] = (int) (product / total);
            remainders[label] = product % total;
            given += shares[label];
        }
        int[] byRemainder = IntStream.range(0, members.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer label) -> -remainders[label]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < count - given; i++) {
            shares[byRemainder[i]]++;
        }
        return shares;
    }
}
