package org.bitscale.experiment.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.EstimateRequest;
import org.bitscale.experiment.FileLatency;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.LayerObservation;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.experiment.Split;
import org.bitscale.experiment.VerifyFiles;
import org.bitscale.experiment.search.FindPlans;
import org.bitscale.experiment.search.SearchRequest;
import org.bitscale.experiment.sensitivity.SensitivityReport;
import org.bitscale.experiment.sensitivity.SensitivityRequest;

/**
 * One worker process that answers quick questions and keeps what the last one needed, so that the next answer is quicker.
 * It is started by the first question, again by the next question after it died, and makes way for sweeps.
 *
 * <p>Every method returns at once and may be called from any thread. Questions are answered one after another; what is
 * given back completes on the thread that waits for the worker, so what is done then must be short. It fails with {@link
 * BadInputException} where the question cannot be answered, and ends with {@link CancellationException} where it was
 * cancelled, which stops the worker's work on it as well. Relative paths are meant from this process's folder.
 */
public final class WarmWorker implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration STALL = Duration.ofMinutes(10);
    /** A worker that is killed has to start cold: better wait a while for the end of a step. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    /** A trial is no question: half the memory is left to sweeps. */
    private static final int HEAP_PARTS = 2;

    /** Behind the window, before the training: somebody waits for the answer. */
    private static final int NICENESS = 5;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName("bitscale-questions");
        thread.setDaemon(true);
        return thread;
    });
    private final Slot slot;
    private final Deque<Asked<?>> waiting = new ArrayDeque<>();
    private Optional<Asked<?>> current = Optional.empty();
    private boolean answering;
    private boolean closed;

    /** A question and who waits for its answer. */
    private record Asked<T>(
            Request request,
            boolean newestWins,
            Function<Reply, T> take,
            Consumer<Reply.Progressed> progress,
            CompletableFuture<T> answer) {

        /** Whether a newer question makes an older one pointless. */
        boolean replaces(Asked<?> older) {
            return newestWins && older.request().getClass() == request.getClass();
        }
    }

    /**
     * Starts nothing yet.
     *
     * @param engine device and threads
     * @param folder where the worker runs; made if it is absent
     * @throws BadInputException if the folder cannot be made
     */
    public WarmWorker(EngineSettings engine, Path folder) {
        Path absolute = folder.toAbsolutePath();
        try {
            Files.createDirectories(absolute);
        } catch (IOException e) {
            throw new BadInputException(
                    "The folder '%s' cannot be made: %s; choose another workspace".formatted(folder, e.getMessage()),
                    e);
        }
        this.slot = new Slot(
                new PoolSettings(1, engine, 1, SILENCE, STALL),
                new WorkerSettings(engine, WorkerHeap.mebibytes(HEAP_PARTS), absolute, NICENESS, GRACE),
                threads,
                new Quiet());
    }

    /** Says what identifies a model and data. */
    public CompletableFuture<Describe.Result> describe(Path model, DataOptions data) {
        return ask(new Request.Describe(absolute(model), absolute(data)), false, reply -> ((Reply.Described) reply)
                .description());
    }

    /** Estimates what a plan is worth; a newer question cancels an older one. */
    public CompletableFuture<PlanEstimate> estimate(EstimateRequest request) {
        return estimate(request, true);
    }

    /** The same in its turn: it cancels nothing, but a newer {@link #estimate} cancels it. For many, one after another. */
    public CompletableFuture<PlanEstimate> estimateInTurn(EstimateRequest request) {
        return estimate(request, false);
    }

    private CompletableFuture<PlanEstimate> estimate(EstimateRequest request, boolean newestWins) {
        EstimateRequest absolute = new EstimateRequest(
                absolute(request.model()),
                absolute(request.data()),
                request.plan(),
                request.calibrationExamples(),
                request.examples());
        return ask(new Request.Estimate(absolute), newestWins, reply -> ((Reply.Estimated) reply).estimate());
    }

    /**
     * Observes what the layers of a float network hold and read; a newer question cancels an older one.
     *
     * @param examples of the validation split; all, if there are fewer
     */
    public CompletableFuture<List<LayerObservation>> observe(Path model, DataOptions data, int examples) {
        return ask(
                new Request.Observe(absolute(model), absolute(data), examples), true, reply -> ((Reply.Observed) reply)
                        .layers());
    }

    /** Asks a float or quantized network about every example of a split. */
    public CompletableFuture<FilePredictions> predictions(Path file, DataOptions data, Split split) {
        return ask(new Request.Predict(absolute(file), absolute(data), split), false, reply -> ((Reply.Predicted) reply)
                .predictions());
    }

    /**
     * Proves a quantized file beside the float one it came from, on the split that {@code data} names, the test split if
     * it names none.
     *
     * @param batchSizes examples a run, each tried with and without graph optimisations
     */
    public CompletableFuture<VerifyFiles.Result> verify(
            Path floatModel, Path quantizedFile, DataOptions data, List<Integer> batchSizes) {
        return ask(
                new Request.VerifyFile(absolute(floatModel), absolute(quantizedFile), absolute(data), batchSizes),
                false,
                reply -> ((Reply.Verified) reply).result());
    }

    /** Compares the layers of an exported file with those of the float network it came from. */
    public CompletableFuture<List<PlanEstimate.LayerError>> layerErrors(Path floatModel, Path file, DataOptions data) {
        return ask(
                new Request.CompareLayers(absolute(floatModel), absolute(file), absolute(data)),
                false,
                reply -> ((Reply.LayersCompared) reply).layers());
    }

    /** Times a file in ONNX Runtime for about a second. Meaningful while no sweep runs. */
    public CompletableFuture<FileLatency> latency(Path file, int threadsOfOperation, int batch) {
        return ask(new Request.TimeFile(absolute(file), threadsOfOperation, batch), false, reply -> ((Reply.FileTimed)
                        reply)
                .latency());
    }

    /** Times the nodes of a file in ONNX Runtime, one example at a time. Meaningful while no sweep runs. */
    public CompletableFuture<List<LayerTime>> layerTimes(Path file, int threadsOfOperation) {
        return ask(
                new Request.TimeLayers(absolute(file), threadsOfOperation), false, reply -> ((Reply.LayersTimed) reply)
                        .layers());
    }

    /**
     * Measures how much the layers of a float network suffer; a newer question cancels an older one. What was measured
     * until it was cancelled is kept.
     *
     * @param cache of what was measured; empty to measure everything anew
     * @param progress hears how far it is, a few times a second, on the thread that waits for the worker
     */
    public CompletableFuture<SensitivityReport> sensitivity(
            SensitivityRequest request, Optional<Path> cache, Consumer<Reply.Progressed> progress) {
        return ask(
                new Request.Measure(absolute(request), cache.map(WarmWorker::absolute)),
                true,
                reply -> ((Reply.SensitivityMeasured) reply).report(),
                progress);
    }

    /**
     * Finds plans of different bits for different layers; a newer question cancels an older one. Latency is meaningful
     * while no sweep runs.
     *
     * @param cache of what was measured; empty to measure everything anew
     * @param progress hears how far it is, a few times a second, on the thread that waits for the worker
     */
    public CompletableFuture<FindPlans.Result> findPlans(
            SearchRequest request, Optional<Path> cache, Consumer<Reply.Progressed> progress) {
        return ask(
                new Request.Find(request.with(absolute(request.sensitivity())), cache.map(WarmWorker::absolute)),
                true,
                reply -> ((Reply.PlansFound) reply).result(),
                progress);
    }

    private static SensitivityRequest absolute(SensitivityRequest request) {
        return request.of(absolute(request.model()), absolute(request.data()));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static DataOptions absolute(DataOptions data) {
        return data.in(Path.of(""));
    }

    private <T> CompletableFuture<T> ask(Request request, boolean newestWins, Function<Reply, T> take) {
        return ask(request, newestWins, take, progress -> {});
    }

    private <T> CompletableFuture<T> ask(
            Request request, boolean newestWins, Function<Reply, T> take, Consumer<Reply.Progressed> progress) {
        Asked<T> asked = new Asked<>(request, newestWins, take, progress, new CompletableFuture<>());
        List<Asked<?>> pointless = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                pointless.add(asked);
            } else {
                Stream.concat(waiting.stream(), current.stream())
                        .filter(asked::replaces)
                        .forEach(pointless::add);
                waiting.add(asked);
                if (!answering) {
                    answering = true;
                    threads.execute(this::answerAll);
                }
            }
        }
        cancel(pointless);
        return asked.answer();
    }

    /** Never while the lock is held: whoever waits for an answer hears of it in this thread. */
    private static void cancel(List<Asked<?>> questions) {
        questions.forEach(asked -> asked.answer().cancel(false));
    }

    /** Answers until nobody waits. */
    private void answerAll() {
        for (Optional<Asked<?>> next = next(); next.isPresent(); next = next()) {
            answer(next.get());
        }
    }

    private synchronized Optional<Asked<?>> next() {
        waiting.removeIf(asked -> asked.answer().isDone());
        current = Optional.ofNullable(waiting.poll());
        answering = current.isPresent();
        return current;
    }

    private <T> void answer(Asked<T> asked) {
        try {
            Reply reply = slot.ask(
                    asked.request(),
                    heard -> {
                        if (heard instanceof Reply.Progressed progressed) {
                            asked.progress().accept(progressed);
                        }
                    },
                    asked.answer()::isDone);
            asked.answer().complete(asked.take().apply(reply));
        } catch (CancellationException e) {
            asked.answer().cancel(false);
        } catch (RuntimeException | Error e) {
            asked.answer().completeExceptionally(e);
        } catch (InterruptedException e) {
            asked.answer().cancel(false);
            Thread.currentThread().interrupt();
        }
    }

    /** The process, if there is one that lives. */
    Optional<ProcessHandle> process() {
        return slot.process();
    }

    /** Cancels all questions and ends the process. */
    @Override
    public void close() {
        List<Asked<?>> unanswered;
        synchronized (this) {
            closed = true;
            unanswered = new ArrayList<>(waiting);
            current.ifPresent(unanswered::add);
            waiting.clear();
        }
        cancel(unanswered);
        threads.shutdownNow();
        slot.close();
    }
}
