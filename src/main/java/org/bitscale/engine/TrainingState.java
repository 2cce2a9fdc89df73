package org.bitscale.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that the rest of a training depends on: a training that is given it goes on as if it had never stopped, bit
 * for bit on the same processor type with the same number of threads. The order of the examples is no part of it: it
 * depends on the seed and the epoch's number alone.
 *
 * @param steps steps done, which the schedule and Adam's corrections depend on
 * @param arrays values by name: parameters, running statistics, observed ranges, and the optimizer's state
 */
public record TrainingState(long steps, Map<String, float[]> arrays) {

    /** Keeps the order; the arrays themselves are not copied. */
    public TrainingState {
        arrays = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }
}
