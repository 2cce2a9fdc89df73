package org.bitscale.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.data.InputScaling;
import org.bitscale.experiment.DataOptions;
import picocli.CommandLine.Option;

/** Options that say which data, and how it is scaled. */
final class DataArguments {

    @Option(names = "--data", paramLabel = "DATA", required = true)
    private String data;

    @Option(names = "--scale", paramLabel = "DIVISOR")
    private Float scale;

    @Option(names = "--mean", paramLabel = "M", split = ",")
    private List<Float> mean;

    @Option(names = "--std", paramLabel = "S", split = ",")
    private List<Float> std;

    @Option(names = "--validation", paramLabel = "SHARE", defaultValue = "0.05")
    private double validation;

    @Option(names = "--limit", paramLabel = "N")
    private Integer limit;

    @Option(names = "--data-seed", paramLabel = "SEED", defaultValue = "0")
    private long seed;

    DataOptions options() {
        return new DataOptions(
                data, scaling(), validation, limit == null ? OptionalInt.empty() : OptionalInt.of(limit), seed);
    }

    private Optional<InputScaling> scaling() {
        if (scale == null && mean == null && std == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InputScaling(
                    scale == null ? InputScaling.pictures().divisor() : scale,
                    mean == null ? List.of(0f) : mean,
                    std == null ? List.of(1f) : std));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("Input scaling: " + e.getMessage(), e);
        }
    }
}
