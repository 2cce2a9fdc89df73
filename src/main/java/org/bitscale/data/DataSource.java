package org.bitscale.data;

import java.util.Optional;

/**
 * Opened data: both splits, which have one shape and the same classes.
 *
 * <p>Training and every choice belong to {@code train} (see {@link Splits#stratified}); {@code test} is reported, never
 * used to choose.
 *
 * @param train what is learned and chosen from
 * @param test what is reported
 * @param namedSplit the split that the user named, {@value #TRAIN} or {@value #TEST}; empty if none
 */
public record DataSource(Dataset train, Dataset test, Optional<String> namedSplit) {
    /** Name of the training split. */
    public static final String TRAIN = "train";

    /** Name of the test split. */
    public static final String TEST = "test";

    /**
     * @throws DataException if the named split is neither {@value #TRAIN} nor {@value #TEST}
     * @throws IllegalArgumentException if the splits differ in shape or classes
     */
    public DataSource {
        namedSplit.ifPresent(DataSource::requireKnown);
        if (!train.info().shape().equals(test.info().shape())
                || !train.info().classes().equals(test.info().classes())) {
            throw new IllegalArgumentException("both splits must have one shape and the same classes");
        }
    }

    /** The split that the user named, else the test split: what an evaluation reports on. */
    public Dataset named() {
        return split(namedSplit.orElse(TEST));
    }

    /**
     * A split by its name.
     *
     * @throws DataException if the name is neither {@value #TRAIN} nor {@value #TEST}
     */
    public Dataset split(String name) {
        requireKnown(name);
        return name.equals(TRAIN) ? train : test;
    }

    static void requireKnown(String split) {
        if (!split.equals(TRAIN) && !split.equals(TEST)) {
            throw new DataException(
                    "There is no split named \"" + split + "\": write #" + TRAIN + " or #" + TEST + ".");
        }
    }
}
