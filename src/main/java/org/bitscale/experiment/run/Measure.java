package org.bitscale.experiment.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.eval.Direction;

/** What is measured of a run. Figures are those of the deployed form. */
public enum Measure {
    /** Share of right answers on the validation split, 0 to 1. */
    ACCURACY("accuracy", Direction.MAXIMISE, ""),
    /** Mean cross-entropy on the validation split. */
    LOSS("loss", Direction.MINIMISE, "nats"),
    /** Share of right answers on the test split: reported, never chosen by. */
    TEST_ACCURACY("test_accuracy", Direction.MAXIMISE, ""),
    /** Mean cross-entropy on the test split. */
    TEST_LOSS("test_loss", Direction.MINIMISE, "nats"),
    /** Bytes if every number takes just its bits. */
    PACKED_SIZE("packed_size", Direction.MINIMISE, "bytes"),
    /** Bytes of the exported file. */
    FILE_SIZE("file_size", Direction.MINIMISE, "bytes"),
    /** Multiply-accumulates of one example, times weight bits, times activation bits. */
    BOPS("bops", Direction.MINIMISE, "bit operations"),
    /** Multiply-accumulates of one example. */
    MACS("macs", Direction.MINIMISE, "MACs"),
    /** Number of floating constants of the float network. */
    PARAMETERS("parameters", Direction.MINIMISE, "parameters"),
    /** Median time of one example in ONNX Runtime, one thread. */
    LATENCY("latency", Direction.MINIMISE, "ms"),
    /** Share of test examples for which ONNX Runtime predicts what the simulation does, 0 to 1. */
    AGREEMENT("agreement", Direction.MAXIMISE, "");

    private final String key;
    private final Direction direction;
    private final String unit;

    Measure(String key, Direction direction, String unit) {
        this.key = key;
        this.direction = direction;
        this.unit = unit;
    }

    /** Its name in files and on the command line. */
    @JsonValue
    public String key() {
        return key;
    }

    /** Which way is better. */
    public Direction direction() {
        return direction;
    }

    /** Its unit; empty for shares. */
    public String unit() {
        return unit;
    }

    /** Whether it is a share, 0 to 1. */
    public boolean isShare() {
        return unit.isEmpty();
    }

    /**
     * The measure of that name.
     *
     * @throws BadInputException if there is none
     */
    @JsonCreator
    public static Measure of(String key) {
        return Arrays.stream(values())
                .filter(measure -> measure.key.equalsIgnoreCase(key.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new BadInputException("A measure out of %s is expected, but '%s' came"
                        .formatted(Arrays.stream(values()).map(Measure::key).collect(Collectors.joining(", ")), key)));
    }
}
