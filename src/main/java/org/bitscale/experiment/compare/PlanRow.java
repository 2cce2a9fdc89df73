package org.bitscale.experiment.compare;

import java.util.List;
import java.util.Optional;

/**
 * Something that was chosen for several runs: a part of the recipe, or a layer's bits.
 *
 * @param kind recipe or layer
 * @param name of the setting, such as {@code learning_rate}, or of the layer
 * @param operator ONNX type of a layer; empty for settings
 * @param values by run, the reference's first; empty where there is none
 */
public record PlanRow(Kind kind, String name, String operator, List<Optional<String>> values) {

    /** What is chosen. */
    public enum Kind {
        /** A part of the recipe. */
        SETTING,
        /** A layer's bits. */
        LAYER
    }

    /** Copies. */
    public PlanRow {
        values = List.copyOf(values);
    }

    /** Whether a run's value is not the reference's. */
    public boolean differs(int run) {
        return !values.get(run).equals(values.get(0));
    }

    /** Whether any run's value is not the reference's. */
    public boolean differs() {
        return values.stream().distinct().count() > 1;
    }
}
