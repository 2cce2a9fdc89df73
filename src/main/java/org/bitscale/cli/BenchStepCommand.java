package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitscale.engine.QatMethod;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.StepBench;
import org.bitscale.experiment.Workbench;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench step}: what a training step takes, in float and through quantizers. */
@Command(name = "step", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class BenchStepCommand implements Callable<Integer> {

    private static final int WIDTH = 120;

    @Option(names = "--model", paramLabel = "MODEL", converter = ModelArgument.class)
    private Path model;

    @Option(names = "--data", paramLabel = "DATA", defaultValue = "sample:shapes")
    private String data;

    @Option(names = "--weights", paramLabel = "BITS", defaultValue = "4")
    private int weights;

    @Option(names = "--activations", paramLabel = "BITS", defaultValue = "8")
    private int activations;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32")
    private int batch;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20")
    private double seconds;

    @Option(names = "--all")
    private boolean all;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        StepBench.Request request = new StepBench.Request(
                Optional.ofNullable(model),
                DataOptions.of(data),
                PlanSettings.of(weights, activations),
                all ? List.of(QatMethod.values()) : List.of(QatMethod.STE, QatMethod.LSQ),
                batch,
                seconds);
        StepBench.Result result;
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            result = new StepBench(workbench, progress).run(request);
        }
        output.print(text(result), object(result));
        return 0;
    }

    private static String text(StepBench.Result result) {
        TextTable table = new TextTable(List.of(
                new TextTable.Column(Messages.text("bench.way"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("bench.median"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("bench.interval"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("bench.ratio"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("bench.interval"), TextTable.Alignment.RIGHT, false)));
        for (StepBench.Way way : result.ways()) {
            boolean isFloat = way.method().isEmpty();
            table = table.row(
                    false,
                    way.method()
                            .map(method ->
                                    Messages.text("bench.method", method.title(), result.bits(), method.summary()))
                            .orElse(Messages.text("bench.float")),
                    number(way.median()),
                    number(way.interval().low()) + "–" + number(way.interval().high()),
                    isFloat ? "1" : number(way.ratio()) + "×",
                    isFloat
                            ? ""
                            : number(way.ratioInterval().low()) + "–"
                                    + number(way.ratioInterval().high()) + "×");
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE)
                + Messages.text(
                        "bench.stepWhere",
                        result.network(),
                        result.input(),
                        Integer.toString(result.rounds()),
                        result.device(),
                        Integer.toString(result.threads()),
                        result.processor());
    }

    private static String name(StepBench.Way way) {
        return way.method().map(QatMethod::word).orElse("float");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static Map<String, Object> object(StepBench.Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("network", result.network());
        object.put("input", result.input());
        object.put("bits", result.bits());
        object.put("rounds", result.rounds());
        object.put("device", result.device());
        object.put("threads", result.threads());
        object.put("processor", result.processor());
        object.put(
                "ways",
                result.ways().stream()
                        .map(way -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("method", name(way));
                            entry.put("median_ms", way.median());
                            entry.put("median_low_ms", way.interval().low());
                            entry.put("median_high_ms", way.interval().high());
                            entry.put("ratio_to_float", way.ratio());
                            entry.put("ratio_low", way.ratioInterval().low());
                            entry.put("ratio_high", way.ratioInterval().high());
                            return entry;
                        })
                        .toList());
        return object;
    }
}
