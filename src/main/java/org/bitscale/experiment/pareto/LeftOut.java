package org.bitscale.experiment.pareto;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.bitscale.experiment.run.Measure;

/**
 * Rows that make no point.
 *
 * @param unfinished that failed or were cancelled
 * @param reruns that repeat another run
 * @param superseded of a trial that has a newer finished run
 * @param incomplete that lack an objective or a measure that is limited
 * @param lacking how many of the incomplete lack each measure
 */
public record LeftOut(int unfinished, int reruns, int superseded, int incomplete, Map<Measure, Integer> lacking) {

    /** Copies. */
    public LeftOut {
        Map<Measure, Integer> sorted = new EnumMap<>(Measure.class);
        sorted.putAll(lacking);
        lacking = Collections.unmodifiableMap(sorted);
    }
}
