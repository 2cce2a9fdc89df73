package org.bitscale.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bitscale.BadInputException;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.ChangedInputException;
import org.bitscale.experiment.task.ExperimentSession;
import org.bitscale.experiment.task.Sweep;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sweep EXPERIMENT --workspace DIR}. */
@Command(name = "sweep", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "EXPERIMENT", descriptionKey = "experiment-file")
    private Path experiment;

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "DIR",
            required = true,
            descriptionKey = "workspace-folder")
    private Path workspace;

    @Option(names = "--accept-changes")
    private boolean acceptChanges;

    @Option(names = "--check")
    private boolean check;

    @Mixin
    private ExperimentRunner runner;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        String text = ExperimentFile.text(experiment);
        ExperimentSpec spec =
                ExperimentFile.parse(text, experiment.getFileName().toString());
        try (Workspace opened = Workspace.open(workspace)) {
            ExperimentPlace place =
                    ExperimentPlace.of(spec, experiment.toAbsolutePath().getParent(), opened.folder());
            ExperimentSession.Prepared prepared = prepare(spec, text, place, opened);
            if (check) {
                output.print(Messages.text("sweep.checked"), trials(prepared));
                return 0;
            }
            ExperimentRunner.Ran ran = runner.run(prepared, opened, output);
            output.print(text(ran), object(spec, ran));
            return ran.summary().failed() > 0 ? CommandLineProgram.FAILURE : 0;
        }
    }

    private ExperimentSession.Prepared prepare(
            ExperimentSpec spec, String text, ExperimentPlace place, Workspace opened) {
        try {
            return runner.prepare(spec, text, place, acceptChanges, opened, output);
        } catch (ChangedInputException e) {
            throw new BadInputException(e.getMessage() + " with --accept-changes", e);
        }
    }

    private static Map<String, Object> trials(ExperimentSession.Prepared prepared) {
        List<Map<String, Object>> trials = new ArrayList<>();
        prepared.trials().forEach(trial -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("label", trial.label());
            object.put("seed", trial.seed());
            object.put("hash", trial.hash());
            trials.add(object);
        });
        return Map.of("trials", trials, "left_out", prepared.leftOut());
    }

    private static String text(ExperimentRunner.Ran ran) {
        Sweep.Summary summary = ran.summary();
        return Messages.text(
                "sweep.answer",
                summary.finished(),
                summary.known(),
                summary.failed(),
                summary.left(),
                String.format(Locale.ROOT, "%.1f", summary.seconds()),
                String.format(Locale.ROOT, "%.1f", summary.trainingSeconds()),
                ran.sizing().workers(),
                String.format(Locale.ROOT, "%.2f", summary.efficiency()));
    }

    private Map<String, Object> object(ExperimentSpec spec, ExperimentRunner.Ran ran) {
        Sweep.Summary summary = ran.summary();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("experiment", spec.name());
        object.put("workspace", workspace.toString());
        object.put("trials", summary.total());
        object.put("finished", summary.finished());
        object.put("known", summary.known());
        object.put("failed", summary.failed());
        object.put("left", summary.left());
        object.put("seconds", summary.seconds());
        object.put("training_seconds", summary.trainingSeconds());
        object.put("workers", ran.sizing().workers());
        object.put("threads", ran.sizing().threads());
        object.put("efficiency", summary.efficiency());
        return object;
    }
}
