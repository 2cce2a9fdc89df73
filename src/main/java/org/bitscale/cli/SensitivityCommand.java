package org.bitscale.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.sensitivity.LayerSensitivity;
import org.bitscale.experiment.sensitivity.MeasureSensitivity;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.sensitivity.SensitivityReport;
import org.bitscale.experiment.sensitivity.SensitivityRequest;
import org.bitscale.experiment.sensitivity.SensitivityTable;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sensitivity MODEL --data DATA}: which layers suffer most from few bits. */
@Command(name = "sensitivity", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class SensitivityCommand implements Callable<Integer> {

    private static final int WIDTH = 140;

    @Parameters(index = "0", paramLabel = "MODEL", descriptionKey = "model", converter = ModelArgument.class)
    private Path model;

    @Mixin
    private DataArguments data;

    @Option(names = "--schemes", paramLabel = "W4A8", split = ",", defaultValue = "W2A8,W4A8")
    private List<String> schemes;

    @Option(names = "--measures", paramLabel = "MEASURE", split = ",")
    private List<SensitivityMeasure> measures = List.of(SensitivityMeasure.values());

    @Option(names = "--sort", paramLabel = "MEASURE")
    private Optional<SensitivityMeasure> sort;

    @Mixin
    private SensitivityArguments sensitivity;

    @Option(names = "--out", paramLabel = "FILE.csv")
    private Optional<Path> out;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        SensitivityRequest request = sensitivity.request(model, data.options(), schemes, new LinkedHashSet<>(measures));
        SensitivityReport report;
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            report = new MeasureSensitivity(workbench, sensitivity.cache(), progress).run(request);
        }
        out.ifPresent(file -> SensitivityTable.write(report, file));
        output.print(text(report), object(report));
        return 0;
    }

    private String text(SensitivityReport report) {
        List<SensitivityMeasure> columns = List.copyOf(report.measures());
        List<TextTable.Column> headings = new ArrayList<>(List.of(
                new TextTable.Column(Messages.text("sensitivity.layer"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("sensitivity.operator"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("sensitivity.weights"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("sensitivity.scheme"), TextTable.Alignment.LEFT, false)));
        columns.forEach(measure -> headings.add(
                new TextTable.Column(Messages.text("sensitivity." + name(measure)), TextTable.Alignment.RIGHT, false)));
        TextTable table = new TextTable(headings);
        for (LayerOverride scheme : report.schemes()) {
            List<LayerSensitivity> rows = sort.filter(columns::contains)
                    .map(measure -> report.ranking(scheme, measure))
                    .orElseGet(() -> report.layers().stream()
                            .filter(layer -> layer.scheme().equals(scheme))
                            .toList());
            for (LayerSensitivity row : rows) {
                List<String> cells = new ArrayList<>(
                        List.of(row.layer(), row.operator(), Long.toString(row.parameters()), scheme.toString()));
                columns.forEach(measure -> cells.add(number(row.values().get(measure))));
                table = table.row(false, cells.toArray(String[]::new));
            }
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE)
                + System.lineSeparator()
                + Messages.text(
                        "sensitivity.where",
                        Integer.toString(report.examples()),
                        number(report.floatLoss()),
                        String.format(Locale.ROOT, "%.1f", report.seconds()))
                + (report.known() == 0
                        ? ""
                        : " "
                                + Messages.text(
                                        "sensitivity.known",
                                        Integer.toString(report.known()),
                                        Integer.toString(report.layers().size())))
                + agreement(report);
    }

    /** How far the measures agree about the order, a table for each scheme. */
    private static String agreement(SensitivityReport report) {
        List<SensitivityMeasure> measures = List.copyOf(report.measures());
        StringBuilder text = new StringBuilder();
        for (LayerOverride scheme : measures.size() < 2 ? List.<LayerOverride>of() : report.schemes()) {
            List<SensitivityReport.Agreement> agreements = report.agreements().stream()
                    .filter(agreement -> agreement.scheme().equals(scheme))
                    .toList();
            if (agreements.isEmpty()) {
                continue;
            }
            List<TextTable.Column> headings =
                    new ArrayList<>(List.of(new TextTable.Column(scheme.toString(), TextTable.Alignment.LEFT, false)));
            measures.subList(1, measures.size())
                    .forEach(measure -> headings.add(new TextTable.Column(
                            Messages.text("sensitivity." + name(measure)), TextTable.Alignment.RIGHT, false)));
            TextTable table = new TextTable(headings);
            for (SensitivityMeasure first : measures.subList(0, measures.size() - 1)) {
                List<String> cells = new ArrayList<>(List.of(Messages.text("sensitivity." + name(first))));
                for (SensitivityMeasure second : measures.subList(1, measures.size())) {
                    cells.add(agreements.stream()
                            .filter(agreement -> agreement.first() == first && agreement.second() == second)
                            .map(agreement -> Double.isNaN(agreement.correlation())
                                    ? "–"
                                    : String.format(Locale.ROOT, "%.2f", agreement.correlation()))
                            .findFirst()
                            .orElse(""));
                }
                table = table.row(false, cells.toArray(String[]::new));
            }
            text.append(System.lineSeparator())
                    .append(System.lineSeparator())
                    .append(Messages.text("sensitivity.agreement"))
                    .append(System.lineSeparator())
                    .append(table.render(WIDTH, false, TextTable.Rules.UNICODE).stripTrailing());
        }
        return text.toString();
    }

    private static String name(SensitivityMeasure measure) {
        return measure.name().toLowerCase(Locale.ROOT);
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? "∞" : String.format(Locale.ROOT, "%.4g", value);
    }

    private static Map<String, Object> object(SensitivityReport report) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("examples", report.examples());
        object.put("float_loss", report.floatLoss());
        object.put("seconds", report.seconds());
        object.put("known", report.known());
        object.put(
                "layers",
                report.layers().stream()
                        .map(layer -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("layer", layer.layer());
                            entry.put("operator", layer.operator());
                            entry.put("weights", layer.parameters());
                            entry.put("scheme", layer.scheme().toString());
                            layer.values().forEach((measure, value) -> entry.put(name(measure), finite(value)));
                            return entry;
                        })
                        .toList());
        object.put(
                "agreement",
                report.agreements().stream()
                        .map(agreement -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("scheme", agreement.scheme().toString());
                            entry.put("first", name(agreement.first()));
                            entry.put("second", name(agreement.second()));
                            entry.put("spearman", finite(agreement.correlation()));
                            return entry;
                        })
                        .toList());
        return object;
    }

    /** JSON has no infinity. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
