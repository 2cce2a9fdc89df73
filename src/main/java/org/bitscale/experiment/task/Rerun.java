package org.bitscale.experiment.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.Trial;

/** Repeats a run from nothing but its record, and says whether the bits are the same. */
public final class Rerun {

    private final RunStore store;
    private final TrialRunner runner;
    private final Progress progress;

    /** Runs on {@code runner}, which should have as many threads as the run had. */
    public Rerun(RunStore store, TrialRunner runner, Progress progress) {
        this.store = store;
        this.runner = runner;
        this.progress = progress;
    }

    /**
     * Something that is not the same.
     *
     * @param what its name
     * @param before in the run
     * @param now in its repetition
     */
    public record Difference(String what, String before, String now) {}

    /**
     * What a repetition gave.
     *
     * @param original the run
     * @param repeated its repetition, recorded too
     * @param sameBits whether all constants of the exported network are the same
     * @param results figures that differ
     * @param environment what differs in the environment
     */
    public record Result(
            Run original, Run repeated, boolean sameBits, List<Difference> results, List<Difference> environment) {}

    /**
     * Repeats a run in a worker process of its own, on the run's device.
     *
     * @param workspace where the run is, and where its repetition is recorded
     * @param model where the network lies now
     * @param threads of the worker; the run's own are needed for the same bits
     * @throws BadInputException if the run did not finish, or its repetition fails
     */
    public static Result inWorker(OpenWorkspace workspace, Run run, Path model, int threads, Progress progress) {
        EngineSettings engine = new EngineSettings(device(run), threads);
        try (LocalPool pool = new LocalPool(PoolSettings.of(1, engine), workspace.trials())) {
            return new Rerun(workspace.runs(), pool, progress).run(run, model);
        }
    }

    /** As many threads as a run had. */
    public static int threads(Run run) {
        return Math.max(1, run.environment().threads());
    }

    private static EngineSettings.Device device(Run run) {
        return run.environment().device().isEmpty()
                ? EngineSettings.Device.CPU
                : EngineSettings.Device.valueOf(run.environment().device().toUpperCase(Locale.ROOT));
    }

    /**
     * Repeats a run; no cache is used.
     *
     * @param model where the network lies now
     * @throws BadInputException if the run did not finish, or its repetition fails
     */
    public Result run(Run original, Path model) {
        if (original.status() != Run.Status.FINISHED) {
            throw new BadInputException("Run %s did not finish (%s), so there is nothing to compare a repetition with"
                    .formatted(original.id(), original.status()));
        }
        Trial trial = at(original.trial(), model);
        Path folder = temporary();
        Instant started = Instant.now();
        long start = System.nanoTime();
        try {
            TrialTask task = new TrialTask(trial, trial.hash(), folder, Optional.empty());
            TrialEnd end = await(task);
            if (end instanceof TrialEnd.Failed failed) {
                throw new BadInputException("The repetition failed: " + failed.message());
            }
            if (end instanceof TrialEnd.Cancelled) {
                throw new java.util.concurrent.CancellationException("cancelled");
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Run repeated = new Runs(store)
                    .keep(original.experiment(), task, end, started, seconds, Optional.of(original.id()));
            return new Result(
                    original,
                    repeated,
                    original.weightsHash().equals(repeated.weightsHash()),
                    results(original, repeated),
                    environment(original.environment(), repeated.environment()));
        } finally {
            remove(folder);
        }
    }

    private TrialEnd await(TrialTask task) {
        CompletableFuture<TrialEnd> end = new CompletableFuture<>();
        TrialRunner.Ticket ticket = runner.submit(task, new TrialRunner.TrialListener() {
            @Override
            public void progressed(String phase, long done, long total, String detail) {
                progress.update(phase, done, total, detail);
            }

            @Override
            public void ended(TrialEnd trialEnd) {
                end.complete(trialEnd);
            }
        });
        try {
            return end.get();
        } catch (InterruptedException e) {
            ticket.cancel();
            Thread.currentThread().interrupt();
            return new TrialEnd.Cancelled(1);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it exceptionally", e);
        }
    }

    private static Trial at(Trial trial, Path model) {
        return new Trial(
                model,
                trial.modelHash(),
                trial.data(),
                trial.dataHash(),
                trial.method(),
                trial.plan(),
                trial.training(),
                trial.calibrationExamples(),
                trial.layout(),
                trial.latency(),
                trial.ptq());
    }

    private static List<Difference> results(Run before, Run now) {
        List<Difference> differences = new ArrayList<>();
        for (Map.Entry<Measure, Metric> metric : before.metrics().entrySet()) {
            Optional<Metric> other = now.metric(metric.getKey());
            boolean isMeasuredTime = metric.getKey() == Measure.LATENCY;
            if (!isMeasuredTime && !other.equals(Optional.of(metric.getValue()))) {
                differences.add(new Difference(
                        metric.getKey().key(),
                        Double.toString(metric.getValue().value()),
                        other.map(m -> Double.toString(m.value())).orElse("none")));
            }
        }
        return differences;
    }

    private static List<Difference> environment(Environment before, Environment now) {
        Map<String, Object[]> facts = new LinkedHashMap<>();
        facts.put("bitscale", new Object[] {before.bitscale(), now.bitscale()});
        facts.put("java", new Object[] {before.java(), now.java()});
        facts.put("os", new Object[] {before.os(), now.os()});
        facts.put("processor", new Object[] {before.processor(), now.processor()});
        facts.put("features", new Object[] {before.features(), now.features()});
        facts.put("device", new Object[] {before.device(), now.device()});
        facts.put("threads", new Object[] {before.threads(), now.threads()});
        facts.put("pytorch", new Object[] {before.torch(), now.torch()});
        facts.put("onnx_runtime", new Object[] {before.onnxRuntime(), now.onnxRuntime()});
        List<Difference> differences = new ArrayList<>();
        facts.forEach((name, pair) -> {
            if (!pair[0].equals(pair[1])) {
                differences.add(new Difference(name, pair[0].toString(), pair[1].toString()));
            }
        });
        return differences;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("bitscale-rerun-");
        } catch (IOException e) {
            throw new BadInputException("A temporary folder is needed: " + e.getMessage(), e);
        }
    }

    private static void remove(Path folder) {
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new BadInputException("The temporary folder '%s' cannot be removed".formatted(folder), e);
        }
    }
}
