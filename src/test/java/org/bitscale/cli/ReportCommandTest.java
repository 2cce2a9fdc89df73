package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitscale.BadInputException;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.pareto.FakeRunStore;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {

    @TempDir
    private Path folder;

    private static Run run(int number, Method method, int bits, long seed, double bytes, int correct) {
        Optional<TrainingSettings> recipe = method.qat()
                .map(qat -> new TrainingSettings(
                        3, 64, 0.01, Optimizer.sgd(), Schedule.COSINE, 1e-4, BatchNormMode.KEEP, seed));
        Trial trial = new Trial(
                Path.of("model.onnx"),
                "aa11",
                DataOptions.of("sample:shapes"),
                "bb22",
                method,
                method.quantizes() ? Optional.of(PlanSettings.of(bits, bits)) : Optional.empty(),
                recipe,
                512,
                Layout.FAST,
                false);
        List<EpochRecord> epochs = new ArrayList<>();
        for (int epoch = 1; epoch <= trial.epochs(); epoch++) {
            epochs.add(new EpochRecord(epoch, 2.0 / epoch / bits, 1 - 1.0 / bits / epoch, 5));
        }
        return new Run(
                "run-%03d".formatted(number),
                "sweep <1> & µ",
                trial,
                trial.hash(),
                trial.groupHash(),
                Run.Status.FINISHED,
                Instant.ofEpochSecond(1_800_000_000L + number),
                60,
                50,
                1,
                new Environment("0.2", "17", "Linux <x>", "Test CPU", List.of("avx2"), "cpu", 2, "2.7", "1.23"),
                Optional.empty(),
                Map.of(
                        Measure.PACKED_SIZE,
                        Metric.exact(bytes),
                        Measure.ACCURACY,
                        Metric.of(Accuracy.of(correct, 10_000)),
                        Measure.TEST_ACCURACY,
                        Metric.of(Accuracy.of(correct - 20, 10_000))),
                epochs,
                List.of(new LayerRecord(
                        "conv<1>", "Conv", "W%dA%d".formatted(bits, bits), 432, 12_000_000, 192_000_000)),
                Optional.of("cc33"),
                Map.of(),
                Optional.empty());
    }

    private static RunRow row(Run run) {
        return new RunRow(
                run.id(),
                run.experiment(),
                run.trial().label(),
                run.trial().method(),
                run.trialHash(),
                run.groupHash(),
                run.trial().seed(),
                run.status(),
                run.started(),
                run.seconds(),
                run.rerunOf(),
                run.metrics(),
                Annotation.NONE);
    }

    private static RunStore store() {
        List<Run> runs = List.of(
                run(1, Method.FLOAT, 32, 0, 310_000, 9300),
                run(2, Method.PTQ, 8, 0, 81_000, 9290),
                run(3, Method.LSQ, 4, 0, 43_700, 9250),
                run(4, Method.LSQ, 4, 1, 43_700, 9270),
                run(5, Method.LSQ, 4, 2, 43_700, 9265),
                run(6, Method.PTQ, 4, 0, 43_700, 7900),
                run(7, Method.LSQ, 2, 0, 23_000, 8700));
        return new FakeRunStore(
                runs.stream().map(ReportCommandTest::row).toList(),
                runs,
                List.of(new ExperimentRecord(
                        "sweep <1> & µ", "name: sweep # <script>alert(1)</script>", Instant.EPOCH, List.of())));
    }

    private static void answer(RunStore store, String... arguments) {
        ReportCommand command = new ReportCommand();
        CommandLine line = new CommandLine(command).setOut(new PrintWriter(new StringWriter(), true));
        line.parseArgs(arguments);
        assertThat(command.answer(store)).isZero();
    }

    @Test
    void thePageTellsEverythingAndNeedsNothingElse() throws IOException {
        Path file = Files.createDirectories(Path.of("target", "charts")).resolve("report.html");
        answer(store(), "--workspace", "w", "--experiment", "sweep <1> & µ", "--out", file.toString());
        String page = Files.readString(file);
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<html lang=\"en\">", "<title>sweep &lt;1&gt; &amp; µ</title>")
                .contains("W4A4 LSQ is 7.1× smaller than the float network and loses 0.4 points of accuracy (95 %: ")
                .contains("scope=\"col\"", "scope=\"row\"", "role=\"img\"", "prefers-color-scheme: dark")
                .contains("conv&lt;1&gt;", "Linux &lt;x&gt;", "aa11", "bb22", "cc33", "# &lt;script&gt;alert(1)")
                .doesNotContain("<script")
                .doesNotContain("conv<1>");
        // The names of name spaces look like addresses, but nothing is fetched from them.
        assertThat(page.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", "")).doesNotContain("http://", "https://", "src=");
        Matcher ids = Pattern.compile(" id=\"([^\"]+)\"").matcher(page);
        List<String> names = ids.results().map(found -> found.group(1)).toList();
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
        Matcher uses = Pattern.compile("url\\(#([^)]+)\\)").matcher(page);
        assertThat(uses.results().map(found -> found.group(1)).distinct())
                .isNotEmpty()
                .isSubsetOf(names);
    }

    @Test
    void saysWhatIsWrong() {
        RunStore empty = new FakeRunStore(List.of(), List.of(), List.of());
        assertThatThrownBy(() -> answer(empty, "--workspace", "w", "--out", "r.html"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("finished runs");
        Path missing = folder.resolve("missing").resolve("r.html");
        assertThatThrownBy(() -> answer(store(), "--workspace", "w", "--out", missing.toString()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("does not exist");
    }
}
