package org.bitscale.ui.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.StoredFile;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.desk.Desk;

/** The whole record of the run that was chosen first. */
final class DetailModel {

    private static final Duration DELAY = Duration.ofMillis(60);

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final Consumer<String> refused;
    private final Newest newest;
    private final ReadOnlyObjectWrapper<Optional<Run>> run = new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * @param desk whose chosen runs are followed
     * @param background where the record is read
     * @param failures takes what nobody expected
     * @param refused hears why something could not be read or written
     */
    DetailModel(Desk desk, Background background, Failures failures, Consumer<String> refused) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.refused = refused;
        this.newest = new Newest(background, DELAY);
        desk.selectedRuns().addListener((observed, before, now) -> follow());
        follow();
    }

    /** The record; empty while no run is chosen. */
    ReadOnlyObjectProperty<Optional<Run>> run() {
        return run.getReadOnlyProperty();
    }

    private void follow() {
        Optional<String> id = desk.selectedRuns().get().stream().findFirst();
        if (id.isEmpty() || desk.workspace().get().isEmpty()) {
            newest.cancel();
            run.set(Optional.empty());
        } else if (run.get().map(Run::id).equals(id)) {
            newest.cancel();
        } else {
            RunStore store = desk.openWorkspace().runs();
            newest.request(() -> store.run(id.get()), found -> run.set(Optional.of(found)), failures.refusals(refused));
        }
    }

    /**
     * Copies a run's exported network.
     *
     * @param target the new file; the weights file of a large network is laid beside it
     * @param done hears of it
     */
    void exportNetwork(Run of, Path target, Runnable done) {
        OpenWorkspace workspace = desk.openWorkspace();
        background.run(
                () -> {
                    copy(workspace.runs(), of, target.toAbsolutePath());
                    return target;
                },
                written -> done.run(),
                failures.refusals(refused));
    }

    private static void copy(RunStore store, Run run, Path target) {
        StoredFile network = run.files().get(Run.MODEL_FILE);
        if (network == null) {
            throw new BadInputException("Run %s has no network, because it %s"
                    .formatted(run.id(), run.status() == Run.Status.CANCELLED ? "was cancelled" : "failed"));
        }
        Path temporary = DurableFile.temporary(target.getParent());
        try {
            StoredFile weights = run.files().get(Run.MODEL_FILE + ".data");
            if (weights != null) {
                // The network names this file, so it keeps its name.
                Path beside = target.resolveSibling(Run.MODEL_FILE + ".data");
                if (Files.exists(beside)) {
                    throw new BadInputException(
                            "The network's weights would replace '%s', which another network may need; choose an empty folder"
                                    .formatted(beside));
                }
                Files.copy(store.path(weights), beside);
            }
            Files.copy(store.path(network), temporary);
            DurableFile.rename(temporary, target);
        } catch (IOException e) {
            throw DurableFile.failure(target, e);
        }
    }
}
