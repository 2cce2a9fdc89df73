package org.bitscale.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.data.InputScaling;
import org.bitscale.data.Resize;
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

    @Option(names = "--resize", paramLabel = "POLICY", completionCandidates = Policies.class, defaultValue = "stretch")
    private String resize;

    @Option(names = "--label", paramLabel = "COLUMN")
    private String label;

    @Option(names = "--validation", paramLabel = "SHARE", defaultValue = "0.05")
    private double validation;

    @Option(names = "--limit", paramLabel = "N")
    private Integer limit;

    @Option(names = "--data-seed", paramLabel = "SEED", defaultValue = "0")
    private long seed;

    DataOptions options() {
        DataOptions options = new DataOptions(
                data,
                Optional.empty(),
                validation,
                limit == null ? OptionalInt.empty() : OptionalInt.of(limit),
                seed,
                Optional.of(Resize.of(resize)),
                Optional.ofNullable(label));
        boolean scaled = scale != null || mean != null || std != null;
        return scaled ? options.with(scaling(options)) : options;
    }

    /** What help lists. */
    static final class Policies extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Policies() {
            super(Resize.words());
        }
    }

    private InputScaling scaling(DataOptions options) {
        float divisor = scale == null ? options.defaultScaling().divisor() : scale;
        try {
            return new InputScaling(divisor, mean == null ? List.of(0f) : mean, std == null ? List.of(1f) : std);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("Input scaling: " + e.getMessage(), e);
        }
    }
}
