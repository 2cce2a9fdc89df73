package org.bitscale.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.pareto.Constraint;
import org.bitscale.experiment.pareto.ParetoAnalysis;
import org.bitscale.experiment.pareto.ParetoChart;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.report.ChartTheme;
import org.bitscale.report.FrontChart;
import org.bitscale.report.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pareto}. */
@Command(name = "pareto", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class ParetoCommand implements Callable<Integer> {

    private static final int CHART_WIDTH = 1200;
    private static final int CHART_HEIGHT = 750;
    private static final Set<String> ENDINGS = Set.of("png", "svg", "pdf", "csv", "json");

    @Mixin
    private RunSelection selection;

    @Option(names = "--x", paramLabel = "MEASURE", defaultValue = "packed_size")
    private String across;

    @Option(names = "--y", paramLabel = "MEASURE", defaultValue = "accuracy")
    private String upwards;

    @Option(names = "--objective", paramLabel = "MEASURE")
    private List<String> more = new ArrayList<>();

    @Option(names = "--require", paramLabel = "LIMIT")
    private List<String> required = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE")
    private List<Path> out = new ArrayList<>();

    @Option(names = "--dark")
    private boolean dark;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        // What is wrong with the options shall not wait for the runs.
        out.forEach(ParetoCommand::ending);
        objectives(Optional.empty());
        constraints(Optional.empty());
        return WorkspaceAccess.read(selection.workspace(), this::answer);
    }

    /** Analyses runs of {@code store}, writes the files asked for and prints the table. */
    int answer(RunStore store) {
        Optional<ExperimentSpec> spec = selection
                .experiment(store)
                .map(record -> ExperimentFile.parse(record.file(), "experiment '" + record.name() + "'"));
        Set<Measure> objectives = objectives(spec);
        ParetoAnalysis analysis =
                ParetoAnalysis.of(selection.rows(store), List.copyOf(objectives), constraints(spec), Map.of());
        if (analysis.points().isEmpty()) {
            throw new BadInputException("Finished runs that have %s are expected, but there are none: %s"
                    .formatted(
                            objectives.stream().map(Measure::key).collect(Collectors.joining(" and ")),
                            ParetoTable.leftOut(analysis.leftOut())));
        }
        FrontChart chart =
                ParetoChart.of(analysis, x(), y(), selection.title(), dark ? ChartTheme.dark() : ChartTheme.light());
        for (Path file : out) {
            write(analysis, chart, file);
        }
        String written = out.isEmpty()
                ? ""
                : System.lineSeparator()
                        + Messages.text(
                                "pareto.written",
                                out.stream().map(Path::toString).collect(Collectors.joining(", ")));
        output.print(ParetoTable.of(analysis) + written, object(analysis));
        return 0;
    }

    private Measure x() {
        return Measure.of(across);
    }

    private Measure y() {
        return Measure.of(upwards);
    }

    /** The two axes and what else was asked for, else what the experiment itself names. */
    private Set<Measure> objectives(Optional<ExperimentSpec> spec) {
        Set<Measure> objectives = new LinkedHashSet<>(List.of(x()));
        objectives.add(y());
        more.forEach(key -> objectives.add(Measure.of(key)));
        if (more.isEmpty()) {
            spec.ifPresent(file -> objectives.addAll(file.objectives()));
        }
        if (x() == y()) {
            throw new BadInputException(
                    "Two different measures are expected as --x and --y, but '%s' came twice".formatted(x().key()));
        }
        return objectives;
    }

    /** What was required, else what the experiment itself requires. */
    private List<Constraint> constraints(Optional<ExperimentSpec> spec) {
        List<String> limits =
                required.isEmpty() ? spec.map(ExperimentSpec::constraints).orElse(List.of()) : required;
        return limits.stream().map(Constraint::parse).toList();
    }

    private static String ending(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!ENDINGS.contains(ending)) {
            throw new BadInputException(
                    "A file that ends in .png, .svg, .pdf, .csv or .json is expected, but '%s' came".formatted(file));
        }
        return ending;
    }

    private static void write(ParetoAnalysis analysis, FrontChart chart, Path file) {
        try {
            switch (ending(file)) {
                case "png" -> chart.writePng(file, CHART_WIDTH, CHART_HEIGHT);
                case "svg" -> chart.writeSvg(file, CHART_WIDTH, CHART_HEIGHT);
                case "pdf" -> chart.writePdf(file, CHART_WIDTH, CHART_HEIGHT);
                case "csv" -> WholeFile.write(file, analysis.toCsv().getBytes(StandardCharsets.UTF_8));
                default -> WholeFile.write(file, (analysis.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }

    private static Map<String, Object> object(ParetoAnalysis analysis) {
        @SuppressWarnings("unchecked")
        Map<String, Object> object = new ObjectMapper().convertValue(Json.tree(analysis), Map.class);
        return object;
    }
}
