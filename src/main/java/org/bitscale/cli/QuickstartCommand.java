package org.bitscale.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.pareto.ExperimentReport;
import org.bitscale.experiment.pareto.ParetoAnalysis;
import org.bitscale.experiment.pareto.ParetoChart;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.ExperimentSession;
import org.bitscale.report.ChartTheme;
import org.bitscale.report.FrontChart;
import org.bitscale.report.HtmlReport;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quickstart}: the bundled experiment, from the sample network to its front. */
@Command(name = "quickstart", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {

    private static final String EXPERIMENT = "quickstart.yaml";
    private static final int CHART_WIDTH = 1200;
    private static final int CHART_HEIGHT = 750;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "bitscale-quickstart")
    private Path out;

    @Mixin
    private ExperimentRunner runner;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        String text = SampleModels.text(EXPERIMENT);
        ExperimentSpec spec = ExperimentFile.parse(text, EXPERIMENT);
        output.say(Messages.text("quickstart.intro", out));
        try (Workspace workspace = Workspace.open(out)) {
            ExperimentPlace place = ExperimentPlace.of(spec, out, workspace.folder());
            ExperimentSession.Prepared prepared = runner.prepare(spec, text, place, false, workspace, output);
            ExperimentRunner.Ran ran = runner.run(prepared, workspace, output);
            if (ran.summary().failed() > 0) {
                throw new BadInputException("%d trials failed; 'bitscale runs list -w %s' tells why"
                        .formatted(ran.summary().failed(), out));
            }
            List<RunRow> rows = workspace.runs().rows(RunFilter.finished(spec.name()), 0, Integer.MAX_VALUE);
            ParetoAnalysis analysis = ParetoAnalysis.of(rows, spec.objectives(), List.of(), Map.of());
            List<Path> files = write(spec, text, analysis, rows, workspace.runs());
            double seconds = (System.nanoTime() - start) / 1e9;
            output.print(text(analysis, rows, files, seconds), object(analysis, rows, files, seconds));
            return 0;
        }
    }

    /** Charts, report, and the networks under names that people can read. */
    private List<Path> write(
            ExperimentSpec spec, String text, ParetoAnalysis analysis, List<RunRow> rows, RunStore store) {
        List<Path> files = List.of(out.resolve("front.png"), out.resolve("front.svg"), out.resolve("report.html"));
        try {
            FrontChart chart = ParetoChart.of(
                    analysis,
                    Measure.PACKED_SIZE,
                    Measure.ACCURACY,
                    Messages.text("quickstart.chart"),
                    ChartTheme.light());
            chart.writePng(files.get(0), CHART_WIDTH, CHART_HEIGHT);
            chart.writeSvg(files.get(1), CHART_WIDTH, CHART_HEIGHT);
            HtmlReport.write(ExperimentReport.of(spec.name(), rows, store::run, Optional.of(text)), files.get(2));
            Path networks = Files.createDirectories(out.resolve("networks"));
            for (RunRow row : rows) {
                Path network = store.path(store.run(row.id()).files().get(Run.MODEL_FILE));
                String name = row.label().toLowerCase(Locale.ROOT).replace(' ', '_') + ".onnx";
                Files.copy(network, networks.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            return files;
        } catch (IOException e) {
            throw new BadInputException("'%s' cannot be written: %s".formatted(out, e.getMessage()), e);
        }
    }

    private String text(ParetoAnalysis analysis, List<RunRow> rows, List<Path> files, double seconds) {
        String tests = rows.stream()
                .map(row -> Messages.text(
                        "quickstart.test",
                        row.label(),
                        Answers.text(row.metrics().get(Measure.TEST_ACCURACY)),
                        Answers.percent(row.metrics().get(Measure.AGREEMENT).value())))
                .collect(Collectors.joining(System.lineSeparator()));
        return ParetoTable.of(analysis)
                + System.lineSeparator()
                + Messages.text(
                        "quickstart.answer",
                        tests,
                        files.stream().map(Path::toString).collect(Collectors.joining(", ")),
                        out.resolve("networks"),
                        String.format(Locale.ROOT, "%.0f", seconds));
    }

    private Map<String, Object> object(ParetoAnalysis analysis, List<RunRow> rows, List<Path> files, double seconds) {
        List<Map<String, Object>> runs = new ArrayList<>();
        for (RunRow row : rows) {
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("id", row.id());
            run.put("label", row.label());
            row.metrics().forEach((measure, metric) -> run.put(measure.key(), metric.value()));
            runs.add(run);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("workspace", out.toString());
        object.put("runs", runs);
        object.put("hypervolume", analysis.hypervolume());
        object.put("files", files.stream().map(Path::toString).toList());
        object.put("seconds", seconds);
        return object;
    }
}
