package org.bitscale.experiment.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.StoredFile;

/** Makes records of ended trials. */
final class Runs {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final RunStore store;

    Runs(RunStore store) {
        this.store = store;
    }

    /**
     * Keeps a trial's files and its record.
     *
     * @param seconds since it was started here
     */
    Run keep(
            String experiment,
            TrialTask task,
            TrialEnd end,
            Instant started,
            double seconds,
            Optional<String> rerunOf) {
        Optional<TrialOutcome> outcome =
                end instanceof TrialEnd.Finished finished ? Optional.of(finished.outcome()) : Optional.empty();
        Map<String, StoredFile> files = new LinkedHashMap<>();
        keep(files, Run.LOG_FILE, task.log());
        if (outcome.isPresent()) {
            files.put(Run.MODEL_FILE, store.keep(task.model()));
            keep(files, Run.MODEL_FILE + ".data", task.folder().resolve("model.onnx.data"));
        }
        Run run = new Run(
                id(started),
                experiment,
                task.trial(),
                task.hash(),
                task.trial().groupHash(),
                status(end),
                started,
                seconds,
                outcome.map(TrialOutcome::trainingSeconds).orElse(0.0),
                end.attempts(),
                outcome.map(TrialOutcome::environment).orElse(UNKNOWN),
                rerunOf,
                outcome.map(TrialOutcome::metrics).orElse(Map.of()),
                outcome.map(TrialOutcome::epochs).orElse(List.of()),
                outcome.map(TrialOutcome::layers).orElse(List.of()),
                outcome.map(TrialOutcome::weightsHash),
                files,
                end instanceof TrialEnd.Failed failed ? Optional.of(failed.message()) : Optional.empty());
        store.add(run);
        return run;
    }

    private static final Environment UNKNOWN = new Environment("", "", "", "", List.of(), "", 0, "", "");

    private void keep(Map<String, StoredFile> files, String name, Path file) {
        if (Files.exists(file)) {
            files.put(name, store.keep(file));
        }
    }

    private static Run.Status status(TrialEnd end) {
        if (end instanceof TrialEnd.Finished) {
            return Run.Status.FINISHED;
        }
        return end instanceof TrialEnd.Failed ? Run.Status.FAILED : Run.Status.CANCELLED;
    }

    private static String id(Instant started) {
        return TIME.format(started) + "-" + UUID.randomUUID().toString().substring(0, 6);
    }
}
