package org.bitscale.cli;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.ExperimentSession;
import org.bitscale.experiment.task.Sweep;
import org.bitscale.experiment.task.SweepControl;
import org.bitscale.experiment.task.SweepEvent;
import org.bitscale.experiment.task.SweepEvents;
import org.bitscale.report.Sizes;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Option;

/** Options that say how an experiment is run, and the running of it on a terminal. */
final class ExperimentRunner {

    @Option(names = "--workers", paramLabel = "N")
    private Integer workers;

    @Option(names = "--threads", paramLabel = "N", descriptionKey = "worker-threads")
    private Integer threads;

    @Option(names = "--device", paramLabel = "cpu|cuda", defaultValue = "cpu")
    private EngineSettings.Device device;

    /** An experiment that was run. */
    record Ran(ExperimentSession.Sizing sizing, Sweep.Summary summary) {}

    /** Checks an experiment. */
    ExperimentSession.Prepared prepare(
            ExperimentSpec spec,
            String text,
            ExperimentPlace place,
            boolean acceptChanges,
            Workspace workspace,
            OutputOptions output) {
        try (SweepEvents events = new SweepEvents()) {
            ExperimentSession.Prepared prepared =
                    session(workspace, events).prepare(spec, text, place, options(acceptChanges));
            output.say(Messages.text(
                    "sweep.prepared", spec.name(), prepared.trials().size(), prepared.leftOut()));
            TargetNotes.say(prepared.trials(), output);
            return prepared;
        }
    }

    /** Runs what is missing of it, telling each run as it ends. */
    Ran run(ExperimentSession.Prepared prepared, Workspace workspace, OutputOptions output) {
        // Events are closed first: the last of them still reach the terminal.
        try (TerminalProgress progress = output.progress();
                SweepEvents events = new SweepEvents()) {
            ExperimentSession session = session(workspace, events);
            ExperimentSession.Sizing sizing = session.size(prepared, options(false));
            output.say(text(sizing));
            Listener listener = new Listener(progress, output, prepared.contents());
            events.subscribe(listener::hear);
            Sweep.Summary summary = session.run(prepared, sizing, options(false), new SweepControl());
            return new Ran(sizing, summary);
        }
    }

    private static ExperimentSession session(Workspace workspace, SweepEvents events) {
        return new ExperimentSession(workspace.runs(), workspace.trials(), workspace.cache(), events);
    }

    private ExperimentSession.Options options(boolean acceptChanges) {
        return new ExperimentSession.Options(device, optional(workers), optional(threads), acceptChanges);
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static String text(ExperimentSession.Sizing sizing) {
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

    /** Tells people what happens. */
    private record Listener(TerminalProgress progress, OutputOptions output, Describe.Result contents) {

        void hear(SweepEvent event) {
            if (event instanceof SweepEvent.Overall overall) {
                progress.update("trials", overall.done(), overall.total(), "");
            } else if (event instanceof SweepEvent.Ended ended) {
                progress.interrupt(() -> {
                    output.say(line(ended.run()));
                    warn(ended.run());
                });
            }
        }

        /** A float network that guesses is usually one whose input is scaled otherwise. */
        private void warn(Run run) {
            boolean guesses = run.trial().method() == Method.FLOAT
                    && run.metric(Measure.ACCURACY)
                            .filter(accuracy -> contents.isNearChance(accuracy.value()))
                            .isPresent();
            if (guesses) {
                output.say(Messages.text("sweep.nearChance"));
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
