package org.bitscale.experiment.run;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which runs are meant. Everything given must hold.
 *
 * @param experiment runs whose trial belongs to this experiment, whoever ran it first
 * @param statuses runs that ended so; empty for all
 * @param methods runs of these methods; empty for all
 * @param tag runs with this tag
 * @param starred starred runs only
 * @param text part of id, label, experiment, tag or note, case ignored
 * @param atLeast smallest value by measure
 * @param atMost largest value by measure
 */
public record RunFilter(
        Optional<String> experiment,
        Set<Run.Status> statuses,
        Set<Method> methods,
        Optional<String> tag,
        boolean starred,
        Optional<String> text,
        Map<Measure, Double> atLeast,
        Map<Measure, Double> atMost) {

    /** Every run. */
    public static final RunFilter ALL = new RunFilter(
            Optional.empty(), Set.of(), Set.of(), Optional.empty(), false, Optional.empty(), Map.of(), Map.of());

    /** Copies. */
    public RunFilter {
        statuses = Set.copyOf(statuses);
        methods = Set.copyOf(methods);
        atLeast = Map.copyOf(atLeast);
        atMost = Map.copyOf(atMost);
    }

    /** All runs of one experiment. */
    public static RunFilter of(String experiment) {
        return of(experiment, Set.of());
    }

    /** Finished runs of one experiment. */
    public static RunFilter finished(String experiment) {
        return of(experiment, Set.of(Run.Status.FINISHED));
    }

    private static RunFilter of(String experiment, Set<Run.Status> statuses) {
        return new RunFilter(
                Optional.of(experiment),
                statuses,
                Set.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                Map.of(),
                Map.of());
    }
}
