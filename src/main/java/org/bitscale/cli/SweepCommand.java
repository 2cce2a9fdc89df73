package org.bitscale.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.ExperimentSession;
import org.bitscale.experiment.task.Sweep;
import org.bitscale.experiment.task.SweepEvent;
import org.bitscale.experiment.task.SweepEvents;
import org.bitscale.report.Sizes;
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

    @Option(names = "--workers", paramLabel = "N")
    private Integer workers;

    @Option(names = "--threads", paramLabel = "N", descriptionKey = "worker-threads")
    private Integer threads;

    @Option(names = "--device", paramLabel = "cpu|cuda", defaultValue = "cpu")
    private EngineSettings.Device device;

    @Option(names = "--accept-changes")
    private boolean acceptChanges;

    @Option(names = "--check")
    private boolean check;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        String text = ExperimentFile.text(experiment);
        ExperimentSpec spec =
                ExperimentFile.parse(text, experiment.getFileName().toString());
        ExperimentSession.Options options =
                new ExperimentSession.Options(device, optional(workers), optional(threads), acceptChanges);
        try (Workspace opened = Workspace.open(workspace);
                SweepEvents events = new SweepEvents();
                TerminalProgress progress = output.progress()) {
            ExperimentPlace place =
                    ExperimentPlace.of(spec, experiment.toAbsolutePath().getParent(), opened.folder());
            ExperimentSession session = new ExperimentSession(opened.runs(), opened.trials(), opened.cache(), events);
            ExperimentSession.Prepared prepared = session.prepare(spec, text, place, options);
            output.say(Messages.text(
                    "sweep.prepared", spec.name(), prepared.trials().size(), prepared.leftOut()));
            if (check) {
                output.print(Messages.text("sweep.checked"), trials(prepared));
                return 0;
            }
            ExperimentSession.Sizing sizing = session.size(prepared, options);
            output.say(sizing(sizing));
            Listener listener = new Listener(progress, output);
            events.subscribe(listener::hear);
            Sweep.Summary summary = session.run(
                    prepared, sizing, options, () -> Thread.currentThread().isInterrupted());
            progress.clear();
            output.print(text(summary, sizing), object(spec, summary, sizing));
            return summary.failed() > 0 ? CommandLineProgram.FAILURE : 0;
        }
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static String sizing(ExperimentSession.Sizing sizing) {
        String measured = sizing.measured()
                .map(m -> m.sizes().stream()
                        .map(size -> Messages.text(
                                "sweep.measured",
                                size.workers(),
                                size.threads(),
                                String.format(Locale.ROOT, "%.0f", size.examplesPerSecond())))
                        .collect(Collectors.joining("; ", " (", ")")))
                .orElse("");
        return Messages.text("sweep.sizing", sizing.workers(), sizing.threads(), measured);
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

    private static String text(Sweep.Summary summary, ExperimentSession.Sizing sizing) {
        return Messages.text(
                "sweep.answer",
                summary.finished(),
                summary.known(),
                summary.failed(),
                summary.left(),
                String.format(Locale.ROOT, "%.1f", summary.seconds()),
                String.format(Locale.ROOT, "%.1f", summary.trainingSeconds()),
                sizing.workers(),
                String.format(Locale.ROOT, "%.2f", summary.efficiency()));
    }

    private Map<String, Object> object(ExperimentSpec spec, Sweep.Summary summary, ExperimentSession.Sizing sizing) {
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
        object.put("workers", sizing.workers());
        object.put("threads", sizing.threads());
        object.put("efficiency", summary.efficiency());
        return object;
    }

    /** Tells people what happens. */
    private record Listener(TerminalProgress progress, OutputOptions output) {

        void hear(SweepEvent event) {
            if (event instanceof SweepEvent.Overall overall) {
                progress.update("trials", overall.done(), overall.total(), "");
            } else if (event instanceof SweepEvent.Ended ended) {
                progress.interrupt(() -> output.say(line(ended.run())));
            }
        }

        private static String line(Run run) {
            String name = Messages.text(
                    "sweep.run",
                    run.id(),
                    run.trial().label(),
                    Long.toString(run.trial().seed()));
            if (run.status() != Run.Status.FINISHED) {
                return Messages.text("sweep.runFailed", name, run.failure().orElse(""));
            }
            return Messages.text(
                    "sweep.runFinished",
                    name,
                    Answers.percent(run.metrics().get(Measure.ACCURACY).value()),
                    Sizes.format((long) run.metrics().get(Measure.PACKED_SIZE).value()),
                    String.format(Locale.ROOT, "%.1f", run.seconds()));
        }
    }
}
