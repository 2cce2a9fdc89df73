package org.bitscale.experiment.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.PlanCheck;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.Expansion;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.graph.quantize.PlanSettings;

/** An experiment file brought to its end in a workspace: checked first, then spread over workers. */
public final class ExperimentSession {

    private final RunStore store;
    private final Path trialFolders;
    private final Path cache;
    private final Consumer<SweepEvent> events;

    /**
     * @param store where runs are kept
     * @param trialFolders where trials are worked on
     * @param cache of baselines and calibrations
     * @param events hears what happens
     */
    public ExperimentSession(RunStore store, Path trialFolders, Path cache, Consumer<SweepEvent> events) {
        this.store = store;
        this.trialFolders = trialFolders;
        this.cache = cache;
        this.events = events;
    }

    /**
     * How an experiment is run.
     *
     * @param device where it computes
     * @param workers processes at the same time; empty to measure what is best
     * @param threads of each; empty to share the processors
     * @param acceptChanges whether model or data may differ from what the file or earlier runs say
     */
    public record Options(
            EngineSettings.Device device, OptionalInt workers, OptionalInt threads, boolean acceptChanges) {

        Options accepting() {
            return new Options(device, workers, threads, true);
        }
    }

    /**
     * An experiment that can be run.
     *
     * @param spec as its file tells it
     * @param text the file's text
     * @param trials in order
     * @param leftOut trials beyond its budget
     * @param contents what identifies model and data
     */
    public record Prepared(
            ExperimentSpec spec, String text, List<Trial> trials, int leftOut, Describe.Result contents) {}

    /**
     * Checks an experiment: model, data, hashes, plans, augmentation, number of trials. Nothing is trained.
     *
     * @throws ChangedInputException if only the hashes are wrong
     * @throws BadInputException if something else is
     */
    public Prepared prepare(ExperimentSpec spec, String text, ExperimentPlace place, Options options) {
        Expansion.count(spec);
        DataOptions data = spec.data().options(place.dataSource());
        Describe.Result contents = new PoolSizing(trialFolders, ContentCache.NONE)
                .describe(place.model(), data, new EngineSettings(options.device(), 1));
        if (!options.acceptChanges()) {
            requireHash("model", spec.model(), spec.modelHash(), contents.modelHash());
            requireHash("data", spec.data().source(), spec.data().hash(), contents.dataHash());
            requireAsBefore(spec, contents);
        }
        Expansion.Result expansion =
                Expansion.of(spec, place.model(), contents.modelHash(), place.dataSource(), contents.dataHash());
        Set<PlanSettings> plans = new LinkedHashSet<>();
        expansion.trials().forEach(trial -> trial.plan().ifPresent(plans::add));
        PlanCheck.of(place.model(), plans);
        expansion.trials().stream()
                .flatMap(trial -> trial.training().stream())
                .forEach(recipe -> recipe.refinements().augmentation().requireFits(contents.shape()));
        return new Prepared(spec, text, expansion.trials(), expansion.leftOut(), contents);
    }

    private static void requireHash(String what, String name, Optional<String> expected, String found) {
        if (expected.isPresent() && !expected.get().equals(found)) {
            throw new ChangedInputException(
                    "The %s '%s' is not the one the experiment names: expected hash %s, found %s; correct the file, or accept the change"
                            .formatted(what, name, expected.get(), found));
        }
    }

    private void requireAsBefore(ExperimentSpec spec, Describe.Result contents) {
        List<RunRow> last = store.rows(RunFilter.finished(spec.name()), 0, 1);
        if (last.isEmpty()) {
            return;
        }
        Trial before = store.run(last.get(0).id()).trial();
        String changed = !before.modelHash().equals(contents.modelHash())
                ? "model"
                : before.dataHash().equals(contents.dataHash()) ? "" : "data";
        if (!changed.isEmpty()) {
            throw new ChangedInputException(
                    "The %s of experiment '%s' has changed since its last run %s; give the experiment another name, or accept the change"
                            .formatted(
                                    changed,
                                    spec.name(),
                                    before.modelHash().isEmpty()
                                            ? ""
                                            : last.get(0).id()));
        }
    }

    /** How many workers of how many threads, and what was measured to find out. */
    public record Sizing(int workers, int threads, Optional<PoolSizing.Measured> measured) {}

    /** Finds out how to use this computer for an experiment. */
    public Sizing size(Prepared prepared, Options options) {
        int processors = Runtime.getRuntime().availableProcessors();
        long training = prepared.trials().stream()
                .filter(trial -> trial.training().isPresent())
                .count();
        if (options.workers().isPresent()) {
            int workers = options.workers().getAsInt();
            return new Sizing(workers, options.threads().orElse(Math.max(1, processors / workers)), Optional.empty());
        }
        if (options.threads().isPresent()) {
            int threads = options.threads().getAsInt();
            return new Sizing(Math.max(1, processors / threads), threads, Optional.empty());
        }
        if (training < 2 || processors == 1) {
            return new Sizing(1, processors, Optional.empty());
        }
        Trial example = prepared.trials().stream()
                .filter(trial -> trial.training().isPresent())
                .findFirst()
                .orElseThrow();
        PoolSizing.Measured measured =
                new PoolSizing(trialFolders, ContentCache.in(cache)).measure(example, options.device(), processors);
        return new Sizing(measured.best().workers(), measured.best().threads(), Optional.of(measured));
    }

    /** Runs what is missing of an experiment, steered by {@code control}; an interruption stops it at once. */
    public Sweep.Summary run(Prepared prepared, Sizing sizing, Options options, SweepControl control) {
        EngineSettings engine = new EngineSettings(options.device(), sizing.threads());
        try (LocalPool pool = new LocalPool(PoolSettings.of(sizing.workers(), engine), trialFolders)) {
            Optional<Duration> budget = prepared.spec().budget().minutes().isPresent()
                    ? Optional.of(Duration.ofMillis(
                            (long) (60_000 * prepared.spec().budget().minutes().getAsDouble())))
                    : Optional.empty();
            return new Sweep(store, trialFolders, cache, pool, events)
                    .run(prepared.spec().name(), prepared.text(), prepared.trials(), budget, control);
        }
    }
}
