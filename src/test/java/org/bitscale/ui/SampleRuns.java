package org.bitscale.ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.bitscale.Progress;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.Quantize;
import org.bitscale.experiment.QuantizeRequest;
import org.bitscale.experiment.QuantizeResult;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.storage.Workspace;

/** A workspace with real runs of the sample network on a few pictures. */
public final class SampleRuns {

    /** Of all splits. */
    public static final DataOptions DATA =
            new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(120), 0);

    public static final String FLOAT = "20260101-000000-000000";
    public static final String W8A8 = "20260101-000001-000001";
    public static final String W2A2 = "20260101-000002-000002";

    private static final Environment ENVIRONMENT =
            new Environment("1", "17", "Linux", "a processor", List.of("AVX2"), "cpu", 2, "2", "1.2");

    private SampleRuns() {}

    /** The runs take a while: they are made once and copied. */
    private static final class Template {

        static final Path FOLDER = made();

        private static Path made() {
            try {
                Path folder = Files.createTempDirectory("bitscale-sample-runs");
                SampleRuns.run(folder);
                try (Stream<Path> content = Files.walk(folder)) {
                    content.forEach(path -> path.toFile().deleteOnExit()); // what is inside goes first
                }
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A workspace with the float run and two quantized ones, not open. */
    public static void make(Path folder) {
        try (Stream<Path> content = Files.walk(Template.FOLDER)) {
            for (Path path : (Iterable<Path>) content::iterator) {
                Files.copy(path, folder.resolve(Template.FOLDER.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path folder) {
        try (Workspace workspace = Workspace.open(folder);
                Workbench workbench = new Workbench(EngineSettings.standard())) {
            Path model = SampleModels.unpack("sample:shapes_resnet8", folder.resolve("models"));
            Describe.Result description = new Describe(workbench).run(model, DATA);
            RunStore store = workspace.runs();
            List<Optional<PlanSettings>> plans =
                    List.of(Optional.empty(), Optional.of(PlanSettings.of(8, 8)), Optional.of(PlanSettings.of(2, 2)));
            for (int i = 0; i < plans.size(); i++) {
                Trial trial = new Trial(
                        model,
                        description.modelHash(),
                        DATA,
                        description.dataHash(),
                        plans.get(i).isPresent() ? Method.PTQ : Method.FLOAT,
                        plans.get(i),
                        Optional.empty(),
                        40,
                        Layout.FAST,
                        false);
                store.add(run(i, trial, workbench, store, folder.resolve("trials/out-" + i + ".onnx")));
            }
        }
    }

    private static Run run(int number, Trial trial, Workbench workbench, RunStore store, Path out) {
        QuantizeResult result = new Quantize(workbench, Progress.NONE)
                .run(new QuantizeRequest(
                        trial.model(),
                        trial.data(),
                        trial.plan(),
                        Optional.empty(),
                        Optional.empty(),
                        trial.calibrationExamples(),
                        trial.layout(),
                        out));
        return new Run(
                "20260101-%06d-%06d".formatted(number, number),
                "sample",
                trial,
                trial.hash(),
                trial.groupHash(),
                Run.Status.FINISHED,
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number),
                result.seconds(),
                0,
                1,
                ENVIRONMENT,
                Optional.empty(),
                metrics(result),
                List.of(),
                result.layers(),
                Optional.of(result.weightsHash()),
                Map.of(Run.MODEL_FILE, store.keep(out)),
                Optional.empty());
    }

    private static Map<Measure, Metric> metrics(QuantizeResult result) {
        Map<Measure, Metric> metrics = new EnumMap<>(Measure.class);
        metrics.put(Measure.ACCURACY, Metric.of(result.validation().accuracy()));
        metrics.put(Measure.TEST_ACCURACY, Metric.of(result.test().accuracy()));
        metrics.put(Measure.PACKED_SIZE, Metric.exact(result.packedBytes()));
        metrics.put(Measure.FILE_SIZE, Metric.exact(result.fileBytes()));
        metrics.put(
                Measure.BOPS,
                Metric.exact(
                        result.layers().stream().mapToLong(LayerRecord::bops).sum()));
        metrics.put(
                Measure.AGREEMENT,
                Metric.exact(result.verification().agreement().share()));
        return metrics;
    }
}
