package org.bitscale.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import picocli.CommandLine.Option;

/** Options that say which runs are meant. */
final class RunSelection {

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "DIR",
            defaultValue = ".")
    private Path workspace;

    @Option(names = "--experiment", paramLabel = "NAME")
    private String experiment;

    /** The folder with the runs. */
    Path workspace() {
        return workspace;
    }

    /** What stands over results: the experiment's name, or the folder's. */
    String title() {
        Path folder = workspace.toAbsolutePath().normalize().getFileName();
        return experiment != null ? experiment : folder == null ? workspace.toString() : folder.toString();
    }

    /** The experiment's record, if one was named. */
    Optional<ExperimentRecord> experiment(RunStore store) {
        if (experiment == null) {
            return Optional.empty();
        }
        List<ExperimentRecord> all = store.experiments();
        Optional<ExperimentRecord> found =
                all.stream().filter(record -> record.name().equals(experiment)).findFirst();
        if (found.isEmpty()) {
            String names = all.stream().map(ExperimentRecord::name).collect(Collectors.joining(", "));
            throw new BadInputException("An experiment of workspace '%s' is expected (%s), but '%s' came"
                    .formatted(workspace, names.isEmpty() ? "it has none yet" : names, experiment));
        }
        return found;
    }

    /** Every run meant, however it ended. */
    List<RunRow> rows(RunStore store) {
        Optional<String> name = experiment(store).map(ExperimentRecord::name);
        RunFilter all = RunFilter.ALL;
        RunFilter filter = new RunFilter(
                name, Set.of(), Set.of(), all.tag(), all.starred(), all.text(), all.atLeast(), all.atMost());
        return store.rows(filter, 0, Integer.MAX_VALUE);
    }
}
