package org.bitscale.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.QatMethod;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Direction;
import org.bitscale.eval.ParetoFront;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PackedSize;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.report.ChartTheme;
import org.bitscale.report.TradeOffChart;
import org.bitscale.report.TradeOffPoint;
import org.bitscale.report.TradeOffRow;

/**
 * The whole path on bundled data: a sample network is quantized at several widths with and without training, every file
 * is proved in ONNX Runtime, and the trade-off is drawn. Points are compared on the validation split; the test split is
 * only reported.
 */
public final class Quickstart {

    /** The bundled network. */
    public static final String SAMPLE_MODEL = "shapes_resnet8.onnx";

    private static final String SAMPLE_DATA = "sample:shapes";
    private static final double VALIDATION = 0.2;
    private static final int BATCH = 250;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public Quickstart(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * What came out.
     *
     * @param folder where everything lies
     * @param model the float network, copied there
     * @param floatValidation its accuracy on the validation split
     * @param floatTest its accuracy on the test split
     * @param runs the quantizations in the order they ran
     * @param rows the trade-off, accuracy on the validation split
     * @param charts the files with the drawn front
     */
    public record Result(
            Path folder,
            Path model,
            Accuracy floatValidation,
            Accuracy floatTest,
            List<QuantizeResult> runs,
            List<TradeOffRow> rows,
            List<Path> charts) {}

    private record Trial(int weights, int activations, boolean training) {
        String name() {
            return "W%dA%d %s".formatted(weights, activations, training ? "QAT" : "PTQ");
        }

        Path file(Path folder) {
            return folder.resolve(
                    "shapes_resnet8_w%da%d_%s.onnx".formatted(weights, activations, training ? "qat" : "ptq"));
        }
    }

    /**
     * Runs everything into {@code folder}.
     *
     * @param chartTitle what stands over the drawn front
     * @param announce hears the name of each trial as it starts
     * @throws BadInputException if the folder cannot be written
     */
    public Result run(Path folder, long seed, String chartTitle, Consumer<String> announce) {
        Path model = unpack(folder);
        DataOptions data = new DataOptions(SAMPLE_DATA, Optional.empty(), VALIDATION, OptionalInt.empty(), 0);
        ModelFile file = ModelFile.read(model, workbench.operators());
        announce.accept("float32");
        TaskData opened = TaskData.open(data, file.graph());
        Verify verify = new Verify(workbench, progress);
        Accuracy floatValidation = verify.simulate(file.graph(), opened.validation(), opened.format(), BATCH)
                .accuracy();
        Accuracy floatTest = verify.simulate(file.graph(), opened.test(), opened.format(), BATCH)
                .accuracy();

        List<Trial> trials = List.of(
                new Trial(8, 8, false),
                new Trial(4, 8, false),
                new Trial(4, 4, false),
                new Trial(4, 4, true),
                new Trial(3, 3, true),
                new Trial(2, 2, true));
        List<QuantizeResult> runs = new ArrayList<>();
        for (Trial trial : trials) {
            announce.accept(trial.name());
            runs.add(new Quantize(workbench, progress).run(request(model, data, trial, seed, trial.file(folder))));
        }
        List<TradeOffRow> rows = rows(file, floatValidation, trials, runs);
        return new Result(folder, model, floatValidation, floatTest, runs, rows, draw(folder, chartTitle, rows));
    }

    private static QuantizeRequest request(Path model, DataOptions data, Trial trial, long seed, Path out) {
        PlanSettings plan = PlanSettings.of(trial.weights, trial.activations);
        TrainingSettings recipe =
                new TrainingSettings(2, 64, 0.01, Optimizer.sgd(), Schedule.COSINE, 1e-4, BatchNormMode.KEEP, seed);
        return trial.training
                ? QuantizeRequest.qat(model, data, plan, QatMethod.LSQ, recipe, 512, Layout.FAST, out)
                : QuantizeRequest.ptq(model, data, plan, 512, Layout.FAST, out);
    }

    private static Path unpack(Path folder) {
        Path model = folder.resolve(SAMPLE_MODEL);
        try (InputStream stream = Quickstart.class.getResourceAsStream("/org/bitscale/sample-models/" + SAMPLE_MODEL)) {
            if (stream == null) {
                throw new IllegalStateException("the sample model is not in the program");
            }
            Files.createDirectories(folder);
            Files.copy(stream, model, StandardCopyOption.REPLACE_EXISTING);
            return model;
        } catch (IOException e) {
            throw new BadInputException(
                    "Folder '%s' cannot be written: %s; choose another with --out".formatted(folder, e.getMessage()),
                    e);
        }
    }

    private static List<TradeOffRow> rows(
            ModelFile file, Accuracy floatValidation, List<Trial> trials, List<QuantizeResult> runs) {
        long floatBytes = PackedSize.ofFloat(file.graph());
        double[][] points = new double[runs.size() + 1][];
        points[0] = new double[] {floatBytes, floatValidation.value()};
        for (int i = 0; i < runs.size(); i++) {
            points[i + 1] = new double[] {
                runs.get(i).packedBytes(), runs.get(i).validation().accuracy().value()
            };
        }
        boolean[] front = ParetoFront.of(points, List.of(Direction.MINIMISE, Direction.MAXIMISE));
        List<TradeOffRow> rows = new ArrayList<>();
        rows.add(new TradeOffRow(
                "float32",
                "32/32",
                "float",
                floatValidation,
                floatBytes,
                floatBytes,
                OptionalLong.of(file.bytes()),
                Optional.empty(),
                front[0]));
        for (int i = 0; i < runs.size(); i++) {
            QuantizeResult run = runs.get(i);
            Trial trial = trials.get(i);
            rows.add(new TradeOffRow(
                    trial.name(),
                    trial.weights + "/" + trial.activations,
                    run.method(),
                    run.validation().accuracy(),
                    run.packedBytes(),
                    floatBytes,
                    OptionalLong.of(run.fileBytes()),
                    Optional.of(run.verification().agreement()),
                    front[i + 1]));
        }
        return rows;
    }

    private static List<Path> draw(Path folder, String title, List<TradeOffRow> rows) {
        List<TradeOffPoint> points = rows.stream().map(TradeOffRow::point).toList();
        TradeOffChart chart = new TradeOffChart(title, points, ChartTheme.light());
        List<Path> files = List.of(folder.resolve("front.png"), folder.resolve("front.svg"));
        try {
            chart.writePng(files.get(0), 1200, 750);
            chart.writeSvg(files.get(1), 1200, 750);
        } catch (IOException e) {
            throw new BadInputException(e.getMessage(), e);
        }
        return files;
    }
}
