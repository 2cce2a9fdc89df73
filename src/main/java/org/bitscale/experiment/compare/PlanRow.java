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
 * @param marked by run, whether its value is not that of {@link RunComparison#planBase()}
 */
public record PlanRow(Kind kind, String name, String operator, List<Optional<String>> values, List<Boolean> marked) {

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
        marked = List.copyOf(marked);
    }

    /** Whether a run's value is another. */
    public boolean differs(int run) {
        return marked.get(run);
    }

    /** Whether any run's value is another. */
    public boolean differs() {
        return marked.contains(true);
    }
}
