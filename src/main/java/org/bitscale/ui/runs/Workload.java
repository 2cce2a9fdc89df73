package org.bitscale.ui.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.Expansion;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.ui.common.Durations;

/**
 * How much an experiment is to do.
 *
 * @param trials the float network among them; of very many, before equal ones are merged
 * @param known those of them that were run before
 * @param leftOut trials beyond the budget
 * @param seconds how long it takes here, as far as earlier runs tell
 */
record Workload(long trials, int known, int leftOut, OptionalDouble seconds) {

    /** Of more trials than this, only the number is told. */
    private static final int MOST_EXPANDED = 20_000;

    private static final int RUNS_LOOKED_AT = 40;

    /**
     * What identifies network and data, where that is known without reading them.
     *
     * @param modelHash of the network
     * @param dataHash of the data
     */
    record Contents(String modelHash, String dataHash) {

        private static final Contents UNKNOWN = new Contents("unknown", "unknown");
    }

    /**
     * Counts trials and looks for runs of the same network.
     *
     * @param place where network and data lie, as trials record it
     * @throws org.bitscale.BadInputException if one of the trials is impossible
     */
    static Workload of(ExperimentSpec spec, Path model, String data, Optional<Contents> contents, RunStore store) {
        long count = Expansion.count(spec);
        if (count > MOST_EXPANDED) {
            return new Workload(count + 1, 0, 0, OptionalDouble.empty());
        }
        Contents hashes = contents.orElse(Contents.UNKNOWN);
        Expansion.Result expansion = Expansion.of(spec, model, hashes.modelHash(), data, hashes.dataHash());
        Set<String> all = expansion.trials().stream().map(Trial::hash).collect(Collectors.toSet());
        Set<String> known = contents.isPresent() ? store.finished(all) : Set.of();
        List<Trial> left = expansion.trials().stream()
                .filter(trial -> !known.contains(trial.hash()))
                .toList();
        return new Workload(
                expansion.trials().size(),
                known.size(),
                expansion.leftOut(),
                contents.map(same -> seconds(left, runs(store, same))).orElse(OptionalDouble.empty()));
    }

    /** The newest finished runs of the same network and data, a few of each kind. */
    private static List<Run> runs(RunStore store, Contents same) {
        RunFilter finished = new RunFilter(
                Optional.empty(),
                Set.of(Run.Status.FINISHED),
                Set.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                java.util.Map.of(),
                java.util.Map.of());
        Set<String> kinds = new LinkedHashSet<>();
        List<Run> runs = new ArrayList<>();
        for (RunRow row : store.rows(finished, 0, 10 * RUNS_LOOKED_AT)) {
            if (runs.size() < RUNS_LOOKED_AT && kinds.add(row.label())) {
                Run run = store.run(row.id());
                Trial trial = run.trial();
                if (trial.modelHash().equals(same.modelHash())
                        && trial.dataHash().equals(same.dataHash())) {
                    runs.add(run);
                }
            }
        }
        return runs;
    }

    /** Each epoch and everything around it takes as long as in those runs, and as many trials run at the same time. */
    private static OptionalDouble seconds(List<Trial> trials, List<Run> runs) {
        OptionalDouble epoch = runs.stream()
                .filter(run -> !run.epochs().isEmpty())
                .mapToDouble(run -> run.trainingSeconds() / run.epochs().size())
                .average();
        OptionalDouble around = runs.stream()
                .mapToDouble(run -> run.seconds() - run.trainingSeconds())
                .average();
        boolean trains = trials.stream().anyMatch(trial -> trial.epochs() > 0);
        if (around.isEmpty() || trains && epoch.isEmpty()) {
            return OptionalDouble.empty();
        }
        int threads = runs.stream()
                .mapToInt(run -> Math.max(1, run.environment().threads()))
                .min()
                .orElse(1);
        int workers = Math.max(1, Math.min(trials.size(), Runtime.getRuntime().availableProcessors() / threads));
        double work = trials.stream()
                .mapToDouble(trial -> around.getAsDouble() + trial.epochs() * epoch.orElse(0))
                .sum();
        return OptionalDouble.of(work / workers);
    }

    /** In a line. */
    String text() {
        StringBuilder text =
                new StringBuilder(RunsTexts.text(trials == 1 ? "work.one" : "work", RunsTexts.count(trials)));
        if (known > 0) {
            text.append(RunsTexts.text("work.known", RunsTexts.count(known)));
        }
        if (leftOut > 0) {
            text.append(RunsTexts.text("work.leftOut", RunsTexts.count(leftOut)));
        }
        if (known == trials) {
            return text.append(RunsTexts.text("work.nothing")).toString();
        }
        return text.append(
                        seconds.isPresent()
                                ? RunsTexts.text("work.time", Durations.format(seconds.getAsDouble()))
                                : RunsTexts.text("work.unknown"))
                .toString();
    }
}
