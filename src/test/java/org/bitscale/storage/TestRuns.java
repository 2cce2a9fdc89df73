package org.bitscale.storage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.StoredFile;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;

/** Runs made up for tests. */
public final class TestRuns {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.000000001Z");
    private static final Environment ENVIRONMENT =
            new Environment("1", "17", "Linux", "a processor", List.of("avx2"), "cpu", 1, "2", "1.2");

    private TestRuns() {}

    /** What is tried: the bits follow from the number. */
    public static Trial trial(int number) {
        Method method = Method.values()[number % 4];
        return new Trial(
                Path.of("net.onnx"),
                "aa",
                new DataOptions("sample:shapes", Optional.empty(), 0.1, OptionalInt.empty(), 0),
                "bb",
                method,
                method.quantizes() ? Optional.of(PlanSettings.of(2 + number / 4 % 7, 8)) : Optional.empty(),
                method == Method.PTQ
                        ? Optional.empty()
                        : Optional.of(new TrainingSettings(
                                2, 64, 0.01, Optimizer.sgd(), Schedule.COSINE, 1e-4, BatchNormMode.KEEP, number)),
                512,
                Layout.FAST,
                false);
    }

    /** The id of {@link #run}. */
    public static String id(int number) {
        return "20260101-%06d-%06x".formatted(number, number);
    }

    /** A finished run without files. */
    public static Run run(int number) {
        return run(number, "first", Run.Status.FINISHED, Map.of());
    }

    /** A run, a second later than the one of the number before. */
    public static Run run(int number, String experiment, Run.Status status, Map<String, StoredFile> files) {
        Trial trial = trial(number);
        boolean finished = status == Run.Status.FINISHED;
        return new Run(
                id(number),
                experiment,
                trial,
                trial.hash(),
                trial.groupHash(),
                status,
                START.plusSeconds(number),
                1.5,
                1.25,
                1,
                ENVIRONMENT,
                Optional.empty(),
                finished ? metrics(number) : Map.of(),
                List.of(new EpochRecord(1, 0.5, 0.75, 1.25)),
                List.of(new LayerRecord("conv", "Conv", "W4A4", 100, 1000, 16000)),
                finished ? Optional.of("cc") : Optional.empty(),
                files,
                finished ? Optional.empty() : Optional.of("the loss became NaN"));
    }

    private static Map<Measure, Metric> metrics(int number) {
        Map<Measure, Metric> metrics = new EnumMap<>(Measure.class);
        metrics.put(Measure.ACCURACY, Metric.of(Accuracy.of(500 + number * 7919L % 500, 1000)));
        metrics.put(Measure.LOSS, new Metric(0.25 + number % 10, Optional.empty(), 1000));
        metrics.put(Measure.PACKED_SIZE, Metric.exact(10_000 + number * 104_729L % 50_000));
        return metrics;
    }

    /** Finished runs with all measures, for benchmarks. */
    static Run full(int number) {
        Run run = run(number);
        Map<Measure, Metric> metrics = new EnumMap<>(run.metrics());
        for (Measure measure : Measure.values()) {
            metrics.putIfAbsent(measure, Metric.exact(number * 31L % 1000));
        }
        List<EpochRecord> epochs = new ArrayList<>();
        for (int epoch = 1; epoch <= 20; epoch++) {
            epochs.add(new EpochRecord(epoch, 1.0 / epoch, 1 - 0.5 / epoch, 3.25));
        }
        List<LayerRecord> layers = new ArrayList<>();
        for (int layer = 0; layer < 20; layer++) {
            layers.add(new LayerRecord("layer" + layer, "Conv", "W4A4", 1000, 100_000, 1_600_000));
        }
        return new Run(
                run.id(),
                "experiment " + number % 20,
                run.trial(),
                run.trialHash(),
                run.groupHash(),
                run.status(),
                run.started(),
                run.seconds(),
                run.trainingSeconds(),
                1,
                ENVIRONMENT,
                Optional.empty(),
                metrics,
                epochs,
                layers,
                run.weightsHash(),
                Map.of("model.onnx", new StoredFile("0".repeat(64), 1)),
                Optional.empty());
    }
}
