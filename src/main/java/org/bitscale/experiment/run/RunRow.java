package org.bitscale.experiment.run;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A run as a row of a table: what lists, filters and fronts need, without its curves, layers and files.
 *
 * @param id the run
 * @param experiment the experiment it was first run for
 * @param label bits and method
 * @param method what was done
 * @param trialHash the trial
 * @param groupHash the same for runs that differ in the seed alone
 * @param seed of the training
 * @param status how it ended
 * @param started when
 * @param seconds how long it took
 * @param rerunOf the run it repeats
 * @param metrics what was measured
 * @param annotation what people say about it
 */
public record RunRow(
        String id,
        String experiment,
        String label,
        Method method,
        String trialHash,
        String groupHash,
        long seed,
        Run.Status status,
        Instant started,
        double seconds,
        Optional<String> rerunOf,
        Map<Measure, Metric> metrics,
        Annotation annotation) {}
