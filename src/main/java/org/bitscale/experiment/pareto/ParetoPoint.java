package org.bitscale.experiment.pareto;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;

/**
 * Runs that differ in the seed alone, as one point.
 *
 * @param label bits and method
 * @param method what was done
 * @param groupHash what the runs have in common
 * @param runs their ids, oldest first
 * @param seeds of the runs, in the same order
 * @param values an estimate for each objective and each measure that is limited
 * @param failed constraints that it does not keep to; empty if it keeps to all
 * @param rank 0 on the plain front, 1 on the front of the rest, and so on; empty for what fails a constraint
 * @param confident whether it is on the front with 95 % confidence
 * @param knee whether it is the knee of the plain front
 */
public record ParetoPoint(
        String label,
        Method method,
        String groupHash,
        List<String> runs,
        List<Long> seeds,
        Map<Measure, Estimate> values,
        List<Constraint> failed,
        OptionalInt rank,
        boolean confident,
        boolean knee) {

    /** Copies. */
    public ParetoPoint {
        runs = List.copyOf(runs);
        seeds = List.copyOf(seeds);
        Map<Measure, Estimate> sorted = new EnumMap<>(Measure.class);
        sorted.putAll(values);
        values = Collections.unmodifiableMap(sorted);
        failed = List.copyOf(failed);
    }

    /** Whether no other point that keeps to the constraints has better means. */
    public boolean onFront() {
        return rank.isPresent() && rank.getAsInt() == 0;
    }

    /** Whether it keeps to every constraint. */
    public boolean feasible() {
        return failed.isEmpty();
    }

    /** The mean of a measure that is an objective or limited. */
    public double mean(Measure measure) {
        return values.get(measure).mean();
    }
}
