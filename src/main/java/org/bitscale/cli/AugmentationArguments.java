package org.bitscale.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Options that say how training examples are changed. */
final class AugmentationArguments {

    @Option(names = "--crop", paramLabel = "PIXELS", defaultValue = "0")
    private int crop;

    @Option(names = "--shift", paramLabel = "PIXELS", defaultValue = "0")
    private int shift;

    @Option(names = "--flip")
    private boolean flip;

    @Option(names = "--cutout", paramLabel = "PIXELS", defaultValue = "0")
    private int cutout;

    @Option(names = "--mixup", paramLabel = "ALPHA", defaultValue = "0")
    private double mixup;

    /** What was given, by the keys of a recipe. */
    void put(Map<String, Object> values) {
        values.put("crop", crop);
        values.put("shift", shift);
        values.put("flip", flip);
        values.put("cutout", cutout);
        values.put("mixup", mixup);
    }
}
