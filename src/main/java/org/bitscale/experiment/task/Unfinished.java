package org.bitscale.experiment.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.ExperimentPlace;

/**
 * An experiment some of whose trials have no finished run.
 *
 * @param name of the experiment
 * @param done trials that have one
 * @param total all of them
 * @param file the experiment file's text
 * @param place where model and data lay for its last run; empty if no trial ever ended
 */
public record Unfinished(String name, int done, int total, String file, Optional<ExperimentPlace> place) {

    /** Those of a store, oldest first. */
    public static List<Unfinished> of(RunStore store) {
        List<Unfinished> unfinished = new ArrayList<>();
        for (ExperimentRecord experiment : store.experiments()) {
            Set<String> trials = new HashSet<>(experiment.trials());
            int done = store.finished(trials).size();
            if (done < trials.size()) {
                unfinished.add(new Unfinished(
                        experiment.name(), done, trials.size(), experiment.file(), place(store, experiment.name())));
            }
        }
        return unfinished;
    }

    private static Optional<ExperimentPlace> place(RunStore store, String experiment) {
        List<RunRow> last = store.rows(RunFilter.of(experiment), 0, 1);
        return last.stream().findFirst().map(row -> {
            Trial trial = store.run(row.id()).trial();
            return new ExperimentPlace(trial.model(), trial.data().spec());
        });
    }
}
