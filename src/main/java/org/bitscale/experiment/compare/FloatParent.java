package org.bitscale.experiment.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.Sha256;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.StoredFile;
import org.bitscale.experiment.run.Trial;

/** Finds the float network that a run came from, by what it holds: files move. */
public final class FloatParent {

    private FloatParent() {}

    /**
     * The newest finished run that only measured the float network that {@code run} came from, on the same data; those of
     * the same experiment go before others.
     */
    public static Optional<Run> baseline(RunStore store, Run run) {
        return baseline(store, run, RunFilter.finished(run.experiment()))
                .or(() -> baseline(
                        store,
                        run,
                        new RunFilter(
                                Optional.empty(),
                                Set.of(Run.Status.FINISHED),
                                Set.of(Method.FLOAT),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                java.util.Map.of(),
                                java.util.Map.of())));
    }

    private static Optional<Run> baseline(RunStore store, Run run, RunFilter filter) {
        return store.rows(filter, 0, Integer.MAX_VALUE).stream()
                .filter(row -> row.method() == Method.FLOAT)
                .map(RunRow::id)
                .map(store::run)
                .filter(candidate -> candidate.trial().training().isEmpty()
                        && candidate.trial().modelHash().equals(run.trial().modelHash())
                        && candidate.trial().dataHash().equals(run.trial().dataHash())
                        && candidate.trial().data().equals(run.trial().data()))
                .findFirst();
    }

    /**
     * Where the float network lies that a trial began with: where it lay then, among the workspace's models, or {@code
     * others}; else the file of a run that only measured it, which computes the same.
     *
     * @param others files that may be it
     * @throws BadInputException if it is found nowhere
     */
    public static Path file(OpenWorkspace workspace, Run run, List<Path> others) {
        Trial trial = run.trial();
        Path name = trial.model().getFileName();
        return Stream.concat(
                        Stream.of(
                                trial.model(),
                                workspace.folder().resolve("models").resolve(name)),
                        others.stream())
                .filter(candidate -> holds(candidate, trial.modelHash()))
                .findFirst()
                .or(() -> baseline(workspace.runs(), run).map(baseline -> exported(workspace.runs(), baseline)))
                .orElseThrow(() -> new BadInputException(
                        "The float network '%s' that run %s began with is gone; open it, or put it back at '%s'"
                                .formatted(name, run.id(), trial.model())));
    }

    /**
     * Where a run's exported network lies; for reading only.
     *
     * @throws BadInputException if the run has none
     */
    public static Path exported(RunStore store, Run run) {
        StoredFile file = run.files().get(Run.MODEL_FILE);
        if (file == null) {
            throw new BadInputException("Run %s (%s) has no network; choose a finished run"
                    .formatted(run.id(), run.trial().label()));
        }
        return store.path(file);
    }

    private static boolean holds(Path file, String hash) {
        try {
            return Files.isRegularFile(file) && Sha256.of(file).equals(hash);
        } catch (IOException e) {
            // What cannot be read is not it; another place may be.
            return false;
        }
    }
}
