package org.bitscale.experiment.pareto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;

/**
 * Rows sorted into groups that differ in the seed alone.
 *
 * @param groups the rows of each, oldest first; the groups by the age of their oldest row
 * @param leftOut the other rows
 */
record RunGroups(List<List<RunRow>> groups, LeftOut leftOut) {

    /**
     * Groups what is finished, repeats no other run and has every measure. Of several runs of one trial the newest
     * stands for all: they share their seed, so they would tell nothing about its influence.
     */
    static RunGroups of(List<RunRow> rows, Collection<Measure> measures) {
        List<RunRow> newestFirst = new ArrayList<>(rows);
        newestFirst.sort(
                Comparator.comparing(RunRow::started).thenComparing(RunRow::id).reversed());
        Map<Measure, Integer> lacking = new EnumMap<>(Measure.class);
        List<RunRow> kept = new ArrayList<>();
        Set<String> trials = new HashSet<>();
        int unfinished = 0;
        int reruns = 0;
        int superseded = 0;
        int incomplete = 0;
        for (RunRow row : newestFirst) {
            List<Measure> absent = measures.stream()
                    .filter(measure -> !row.metrics().containsKey(measure))
                    .toList();
            if (row.status() != Run.Status.FINISHED) {
                unfinished++;
            } else if (row.rerunOf().isPresent()) {
                reruns++;
            } else if (!absent.isEmpty()) {
                incomplete++;
                absent.forEach(measure -> lacking.merge(measure, 1, Integer::sum));
            } else if (!trials.add(row.trialHash())) {
                superseded++;
            } else {
                kept.add(row);
            }
        }
        Collections.reverse(kept);
        Map<String, List<RunRow>> groups = new LinkedHashMap<>();
        kept.forEach(row -> groups.computeIfAbsent(row.groupHash(), hash -> new ArrayList<>())
                .add(row));
        return new RunGroups(
                List.copyOf(groups.values()), new LeftOut(unfinished, reruns, superseded, incomplete, lacking));
    }
}
