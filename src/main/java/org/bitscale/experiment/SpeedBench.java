package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.deploy.LatencyRace;
import org.bitscale.deploy.OnnxSession;
import org.bitscale.deploy.Processor;
import org.bitscale.eval.Median;
import org.bitscale.graph.Dim;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.op.OperatorTable;

/** Measures how fast ONNX Runtime runs a file here, beside the float network it came from, and says why if it is slower. */
public final class SpeedBench {

    private static final List<Integer> BATCHES = List.of(1, 8, 32);

    private final OperatorTable operators;
    private final Progress progress;

    /** Reads models with {@code operators} and tells {@code progress}. */
    public SpeedBench(OperatorTable operators, Progress progress) {
        this.operators = operators;
        this.progress = progress;
    }

    /**
     * What to measure.
     *
     * @param model the file
     * @param real the float network to compare with; without, a quantized file is compared with its own real-valued form
     * @param batches examples a run; empty for 1, 8 and 32, or what the file takes
     * @param threads of one operation; empty for 1 and all processors
     * @param seconds for each file, batch and number of threads
     */
    public record Request(
            Path model, Optional<Path> real, List<Integer> batches, List<Integer> threads, double seconds) {

        /** Checks that everything is positive. */
        public Request {
            batches = List.copyOf(batches);
            threads = List.copyOf(threads);
            if (batches.stream().anyMatch(n -> n < 1) || threads.stream().anyMatch(n -> n < 1) || !(seconds > 0)) {
                throw new BadInputException(
                        "Expected batches and threads of at least 1 and a time above 0 s, but came %s, %s and %s"
                                .formatted(batches, threads, seconds));
            }
        }
    }

    /** What a file is compared with. */
    public enum Comparison {
        /** Nothing: it is a float network, and no other was named. */
        NONE,
        /** The file that was named. */
        NAMED,
        /** The file's own real-valued form. */
        OWN_FORM
    }

    /**
     * One batch size and number of threads.
     *
     * @param latency of the file
     * @param real of what it is compared with
     * @param ratio median of the file's time to that of the float network, run by run
     */
    public record Row(FileLatency latency, Optional<FileLatency> real, Optional<Median> ratio) {

        /** Whether the file takes longer than the float network, beyond the noise of the measurement. */
        public boolean isSlower() {
            return ratio.filter(r -> r.interval().low() > 1).isPresent();
        }
    }

    /**
     * What came out.
     *
     * @param comparison with what
     * @param processor that it ran on, its name
     * @param architecture of it, as Java names it
     * @param features of it that speed up 8-bit arithmetic; empty if the system does not tell
     * @param runtime version of ONNX Runtime
     * @param rows by batch and threads
     * @param slowest the row that loses most, if one is slower
     * @param reasons for that row
     */
    public record Result(
            Comparison comparison,
            String processor,
            String architecture,
            Optional<List<String>> features,
            String runtime,
            List<Row> rows,
            Optional<Row> slowest,
            Optional<SpeedReasons> reasons) {}

    /**
     * Measures.
     *
     * @throws BadInputException if a file cannot be read or run
     */
    public Result run(Request request) {
        ModelFile model = ModelFile.read(request.model(), operators);
        if (request.real().isPresent()) {
            return run(request, model, Comparison.NAMED, request.real());
        }
        if (!model.isQuantized()) {
            return run(request, model, Comparison.NONE, Optional.empty());
        }
        try {
            Path own = Files.createTempFile("bitscale-float-", ".onnx");
            try {
                OnnxWriter.write(model.form(operators).real(), own);
                return run(request, model, Comparison.OWN_FORM, Optional.of(own));
            } finally {
                Files.deleteIfExists(own);
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "The float form of '%s' needs a temporary file: %s".formatted(request.model(), e.getMessage()), e);
        }
    }

    private Result run(Request request, ModelFile model, Comparison comparison, Optional<Path> real) {
        List<Path> files = new ArrayList<>(List.of(request.model()));
        real.ifPresent(files::add);
        List<Integer> batches = request.batches().isEmpty() ? batches(model) : request.batches();
        List<Integer> threads = request.threads().isEmpty() ? threads() : request.threads();
        List<Row> rows = new ArrayList<>();
        for (int count : threads) {
            for (int batch : batches) {
                progress.checkCancelled();
                progress.update("bench", rows.size(), (long) threads.size() * batches.size(), "");
                LatencyRace race = LatencyRace.of(files, count, batch, request.seconds());
                rows.add(new Row(
                        FileLatency.of(race.latencies().get(0), count, batch),
                        real.map(file -> FileLatency.of(race.latencies().get(1), count, batch)),
                        real.map(file -> race.toLast().get(0))));
            }
        }
        Processor processor = Processor.current();
        Optional<Row> slowest = rows.stream()
                .filter(Row::isSlower)
                .reduce((a, b) -> a.ratio().orElseThrow().value()
                                >= b.ratio().orElseThrow().value()
                        ? a
                        : b);
        return new Result(
                comparison,
                processor.model(),
                processor.architecture(),
                processor.featuresKnown()
                        ? Optional.of(processor.features().stream()
                                .map(Enum::name)
                                .sorted()
                                .toList())
                        : Optional.empty(),
                OnnxSession.runtimeVersion(),
                rows,
                slowest,
                slowest.map(row ->
                        SpeedReasons.of(times(request.model(), row), times(real.orElseThrow(), row), processor)));
    }

    private List<LayerTime> times(Path file, Row row) {
        return TimeLayers.of(file, row.latency().threads(), row.latency().batch(), operators);
    }

    private static List<Integer> batches(ModelFile model) {
        Dim batch = model.graph().inputs().get(0).type().shape().dim(0);
        return batch.isKnown() ? List.of(Math.toIntExact(batch.size())) : BATCHES;
    }

    private static List<Integer> threads() {
        int all = Runtime.getRuntime().availableProcessors();
        return all == 1 ? List.of(1) : List.of(1, all);
    }
}
