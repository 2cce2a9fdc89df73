package org.bitscale.experiment;

import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.data.InputScaling;

/**
 * Which data, and how it is used.
 *
 * @param spec {@code sample:NAME} or a path, with {@code #train} or {@code #test} if one split is meant
 * @param scaling input scaling; otherwise the model's own, otherwise pictures x/255
 * @param validationShare share of the training data kept for every choice, above 0 and below 1
 * @param limit at most this many examples of each split; empty for all
 * @param seed of the split and of a limit
 */
public record DataOptions(
        String spec, Optional<InputScaling> scaling, double validationShare, OptionalInt limit, long seed) {

    /** Checks share and limit. */
    public DataOptions {
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new BadInputException(
                    "A validation share above 0 and below 1 is expected, but " + validationShare + " came");
        }
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new BadInputException("A limit of at least 1 example is expected, but " + limit.getAsInt() + " came");
        }
    }

    /** All of {@code spec}, a twentieth of the training data for validation. */
    public static DataOptions of(String spec) {
        return new DataOptions(spec, Optional.empty(), 0.05, OptionalInt.empty(), 0);
    }
}
