package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSources;
import org.bitscale.data.InputScaling;
import org.bitscale.data.Reading;
import org.bitscale.data.Resize;

/**
 * Which data, and how it is used.
 *
 * @param spec {@code sample:NAME} or a path, with {@code #train} or {@code #test} if one split is meant
 * @param scaling input scaling; otherwise the model's own, otherwise that of the data: x/255 for pictures of 8 bits,
 *     nothing for other numbers
 * @param validationShare share of the training data kept for every choice, above 0 and below 1
 * @param limit at most this many examples of each split; empty for all
 * @param seed of the split and of a limit
 * @param resize how pictures come to the network's size; empty where they are stretched, so that records of stretched
 *     pictures are as they were before there was a choice
 * @param label name or number of a table's label column; empty to find it
 */
public record DataOptions(
        String spec,
        Optional<InputScaling> scaling,
        double validationShare,
        OptionalInt limit,
        long seed,
        Optional<Resize> resize,
        Optional<String> label) {

    /** Checks share and limit. */
    public DataOptions {
        resize = resize.filter(chosen -> chosen != Resize.STRETCH);
        label = label.map(String::strip).filter(name -> !name.isEmpty());
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new BadInputException(
                    "A validation share above 0 and below 1 is expected, but " + validationShare + " came");
        }
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new BadInputException("A limit of at least 1 example is expected, but " + limit.getAsInt() + " came");
        }
    }

    /** Data read as usual. */
    public DataOptions(
            String spec, Optional<InputScaling> scaling, double validationShare, OptionalInt limit, long seed) {
        this(spec, scaling, validationShare, limit, seed, Optional.empty(), Optional.empty());
    }

    /** How the data is read where there is a choice. */
    public Reading reading() {
        return new Reading(resize.orElse(Resize.STRETCH), label);
    }

    /**
     * How values are scaled where nobody says it: by what kind of data it is.
     *
     * @throws BadInputException if there is no such data
     */
    public InputScaling defaultScaling() {
        return DataSources.defaultScaling(DataRequest.of(spec).with(reading()));
    }

    /** The same data, scaled. */
    public DataOptions with(InputScaling chosen) {
        return new DataOptions(spec, Optional.of(chosen), validationShare, limit, seed, resize, label);
    }

    /** This with a relative path resolved against {@code folder}. */
    public DataOptions in(Path folder) {
        return new DataOptions(resolved(spec, folder), scaling, validationShare, limit, seed, resize, label);
    }

    /** A path in {@code folder}, made absolute; sample data, and the split's name behind a path, stay as they are. */
    public static String resolved(String spec, Path folder) {
        if (spec.startsWith(SampleModels.PREFIX)) {
            return spec;
        }
        int hash = spec.lastIndexOf('#');
        String path = hash < 0 ? spec : spec.substring(0, hash);
        String split = hash < 0 ? "" : spec.substring(hash);
        return folder.resolve(path).toAbsolutePath().normalize() + split;
    }

    /** All of {@code spec}, a twentieth of the training data for validation. */
    public static DataOptions of(String spec) {
        return new DataOptions(spec, Optional.empty(), 0.05, OptionalInt.empty(), 0);
    }
}
