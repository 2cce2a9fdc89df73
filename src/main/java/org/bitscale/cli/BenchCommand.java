package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitscale.experiment.FileLatency;
import org.bitscale.experiment.SpeedBench;
import org.bitscale.experiment.SpeedReasons;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench MODEL}: latency and throughput in ONNX Runtime, beside the float network. */
@Command(
        name = "bench",
        resourceBundle = "org.bitscale.cli.messages",
        mixinStandardHelpOptions = true,
        subcommands = BenchStepCommand.class)
final class BenchCommand implements Callable<Integer> {

    private static final int WIDTH = 160;
    private static final int SLOWER_SHOWN = 8;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            descriptionKey = "model",
            converter = ModelArgument.class)
    private Path model;

    @Option(names = "--float", paramLabel = "FLOAT.onnx", converter = ModelArgument.class)
    private Path real;

    @Option(names = "--batch", paramLabel = "N", split = ",")
    private List<Integer> batches = List.of();

    @Option(names = "--threads", paramLabel = "N", split = ",")
    private List<Integer> threads = List.of();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "2")
    private double seconds;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        if (model == null) {
            throw new ParameterException(spec.commandLine(), Messages.text("bench.noModel"));
        }
        SpeedBench.Result result;
        try (TerminalProgress progress = output.progress()) {
            result = new SpeedBench(OperatorTable.standard(), progress)
                    .run(new SpeedBench.Request(model, Optional.ofNullable(real), batches, threads, seconds));
        }
        output.print(text(result), object(result));
        return 0;
    }

    private String text(SpeedBench.Result result) {
        StringBuilder text = new StringBuilder(table(result));
        text.append(Messages.text("bench.where", processor(result), result.runtime(), comparison(result.comparison())));
        result.slowest().ifPresent(row -> text.append('\n')
                .append(slower(row, result.reasons().orElseThrow())));
        return text.toString();
    }

    private String comparison(SpeedBench.Comparison comparison) {
        return switch (comparison) {
            case NONE -> Messages.text("bench.comparedNone");
            case NAMED -> Messages.text("bench.comparedNamed", real);
            case OWN_FORM -> Messages.text("bench.comparedOwn");
        };
    }

    private static String processor(SpeedBench.Result result) {
        String features = result.features()
                .map(names -> names.isEmpty() ? Messages.text("bench.featuresNone") : String.join(", ", names))
                .orElseGet(() -> Messages.text("bench.featuresUnknown"));
        return result.processor() + " (" + features + ")";
    }

    private static String table(SpeedBench.Result result) {
        TextTable table = new TextTable(List.of(
                column("bench.batch"),
                column("bench.threads"),
                column("bench.p50"),
                column("bench.p90"),
                column("bench.p99"),
                column("bench.throughput"),
                column("bench.floatP50"),
                column("bench.floatP90"),
                column("bench.floatP99"),
                column("bench.floatThroughput"),
                column("bench.speedup")));
        for (SpeedBench.Row row : result.rows()) {
            FileLatency own = row.latency();
            Optional<FileLatency> other = row.real();
            table = table.row(
                    false,
                    Integer.toString(own.batch()),
                    Integer.toString(own.threads()),
                    millis(own.median()),
                    millis(own.p90()),
                    millis(own.p99()),
                    rate(own.examplesPerSecond()),
                    other.map(o -> millis(o.median())).orElse(""),
                    other.map(o -> millis(o.p90())).orElse(""),
                    other.map(o -> millis(o.p99())).orElse(""),
                    other.map(o -> rate(o.examplesPerSecond())).orElse(""),
                    row.ratio()
                            .map(ratio -> "%s (%s–%s)"
                                    .formatted(
                                            times(1 / ratio.value()),
                                            times(1 / ratio.interval().high()),
                                            times(1 / ratio.interval().low())))
                            .orElse(""));
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE);
    }

    private static TextTable.Column column(String key) {
        return new TextTable.Column(Messages.text(key), TextTable.Alignment.RIGHT, false);
    }

    private static String slower(SpeedBench.Row row, SpeedReasons reasons) {
        StringBuilder text = new StringBuilder(Messages.text(
                "bench.slower",
                times(row.ratio().orElseThrow().value()),
                Integer.toString(row.latency().batch()),
                Integer.toString(row.latency().threads())));
        text.append('\n')
                .append(Messages.text(
                        "bench.conversions",
                        Answers.percent(reasons.conversionShare()),
                        micros(reasons.microseconds()),
                        micros(reasons.floatMicroseconds())));
        if (!reasons.floatLayers().isEmpty()) {
            text.append('\n')
                    .append(Messages.text(
                            "bench.floatLayers",
                            Integer.toString(reasons.floatLayers().size()),
                            String.join(", ", reasons.floatLayers())));
        }
        if (!reasons.slower().isEmpty()) {
            text.append('\n').append(Messages.text("bench.slowerLayers"));
            reasons.slower().stream().limit(SLOWER_SHOWN).forEach(layer -> text.append('\n')
                    .append(Messages.text(
                            "bench.slowerLayer",
                            layer.layer(),
                            layer.operator(),
                            micros(layer.microseconds()),
                            micros(layer.floatMicroseconds()))));
            if (reasons.slower().size() > SLOWER_SHOWN) {
                text.append('\n')
                        .append(Messages.text(
                                "bench.slowerMore",
                                Integer.toString(reasons.slower().size() - SLOWER_SHOWN)));
            }
        }
        if (reasons.withoutDotProducts()) {
            text.append('\n').append(Messages.text("bench.noDotProducts"));
        }
        return text.append('\n').append(Messages.text("bench.advice")).toString();
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String micros(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String rate(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String times(double value) {
        return String.format(Locale.ROOT, "%.2f×", value);
    }

    private Map<String, Object> object(SpeedBench.Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", model.toString());
        object.put("compared_with", result.comparison().name().toLowerCase(Locale.ROOT));
        object.put("processor", result.processor());
        object.put("architecture", result.architecture());
        result.features().ifPresent(features -> object.put("features", features));
        object.put("onnx_runtime", result.runtime());
        object.put("rows", result.rows().stream().map(BenchCommand::object).toList());
        result.reasons().ifPresent(reasons -> object.put("slower_because", object(reasons)));
        return object;
    }

    private static Map<String, Object> object(SpeedBench.Row row) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("batch", row.latency().batch());
        object.put("threads", row.latency().threads());
        object.put("latency", object(row.latency()));
        row.real().ifPresent(real -> object.put("float_latency", object(real)));
        row.ratio().ifPresent(ratio -> {
            object.put("time_to_float", ratio.value());
            object.put("time_to_float_low", ratio.interval().low());
            object.put("time_to_float_high", ratio.interval().high());
        });
        return object;
    }

    private static Map<String, Object> object(FileLatency latency) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("p50_ms", latency.median());
        object.put("p50_low_ms", latency.interval().low());
        object.put("p50_high_ms", latency.interval().high());
        object.put("p90_ms", latency.p90());
        object.put("p99_ms", latency.p99());
        object.put("examples_per_second", latency.examplesPerSecond());
        object.put("runs", latency.runs());
        return object;
    }

    private static Map<String, Object> object(SpeedReasons reasons) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("conversion_share", reasons.conversionShare());
        object.put("float_layers", reasons.floatLayers());
        object.put("without_dot_products", reasons.withoutDotProducts());
        object.put(
                "slower_layers",
                reasons.slower().stream()
                        .map(layer -> Map.of(
                                "layer", layer.layer(),
                                "operator", layer.operator(),
                                "us", layer.microseconds(),
                                "float_us", layer.floatMicroseconds()))
                        .toList());
        return object;
    }
}
