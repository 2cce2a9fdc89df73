package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitscale.experiment.CheckSaturation;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.saturation.LayerSaturation;
import org.bitscale.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code saturation Q.onnx --data DATA}. */
@Command(name = "saturation", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class SaturationCommand implements Callable<Integer> {

    private static final int WIDTH = 120;

    @Parameters(index = "0", paramLabel = "Q.onnx", descriptionKey = "saturation.model")
    private Path model;

    @Mixin
    private DataArguments data;

    @Option(names = "--reduced-range", paramLabel = "OUT.onnx")
    private Optional<Path> reduced;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        CheckSaturation.Result result;
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            result = new CheckSaturation(workbench, progress).run(model, data.options(), reduced);
        }
        output.print(text(result), object(result));
        return 0;
    }

    private static String text(CheckSaturation.Result result) {
        List<LayerSaturation> atRisk =
                result.layers().stream().filter(LayerSaturation::isAtRisk).toList();
        long depthwise =
                result.layers().stream().filter(LayerSaturation::depthwise).count();
        StringBuilder text = new StringBuilder();
        if (!atRisk.isEmpty()) {
            text.append(table(atRisk)).append(System.lineSeparator());
        }
        text.append(Messages.text(
                "saturation.layers",
                Integer.toString(atRisk.size()),
                Integer.toString(result.layers().size()),
                Long.toString(depthwise)));
        if (!result.signedLayers().isEmpty()) {
            text.append(System.lineSeparator())
                    .append(Messages.text(
                            "saturation.signed",
                            Integer.toString(result.signedLayers().size())));
        }
        text.append(System.lineSeparator())
                .append(Messages.text(
                        "saturation.answer",
                        Answers.text(result.exact()),
                        Answers.text(result.saturated()),
                        Long.toString(result.agreement().flips()),
                        Long.toString(result.agreement().total())));
        result.here().ifPresent(here -> text.append(System.lineSeparator())
                .append(Messages.text(here ? "saturation.here" : "saturation.notHere")));
        result.reduced().ifPresent(file -> text.append(System.lineSeparator())
                .append(Messages.text(
                        "saturation.reduced",
                        file.file(),
                        Integer.toString(file.layers()),
                        Answers.text(file.accuracy()),
                        Long.toString(file.agreement().flips()))));
        if (!atRisk.isEmpty() && result.reduced().isEmpty()) {
            text.append(System.lineSeparator()).append(Messages.text("saturation.advice"));
        }
        return text.toString();
    }

    private static String table(List<LayerSaturation> layers) {
        TextTable table = new TextTable(List.of(
                new TextTable.Column(Messages.text("saturation.layer"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("saturation.operator"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("saturation.pairs"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("saturation.sums"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("saturation.share"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("saturation.worst"), TextTable.Alignment.RIGHT, false)));
        for (LayerSaturation layer : layers) {
            table = table.row(
                    false,
                    layer.layer(),
                    layer.operator(),
                    Messages.text("saturation.of", Long.toString(layer.pairsAtRisk()), Long.toString(layer.pairs())),
                    Long.toString(layer.saturatedSums()),
                    Answers.percent(layer.share()),
                    Integer.toString(layer.worstOverflow()));
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE);
    }

    private static Map<String, Object> object(CheckSaturation.Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("exact", Answers.object(result.exact()));
        object.put("saturated", Answers.object(result.saturated()));
        object.put("flips", result.agreement().flips());
        object.put("saturates_here", result.here().orElse(null));
        object.put(
                "layers",
                result.layers().stream().map(SaturationCommand::object).toList());
        object.put("int8_inputs", result.signedLayers());
        result.reduced().ifPresent(file -> {
            Map<String, Object> reduced = new LinkedHashMap<>();
            reduced.put("file", file.file().toString());
            reduced.put("layers", file.layers());
            reduced.put("accuracy", Answers.object(file.accuracy()));
            reduced.put("flips", file.agreement().flips());
            object.put("reduced_range", reduced);
        });
        return object;
    }

    private static Map<String, Object> object(LayerSaturation layer) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("layer", layer.layer());
        object.put("operator", layer.operator());
        object.put("depthwise", layer.depthwise());
        object.put("pairs", layer.pairs());
        object.put("pairs_at_risk", layer.pairsAtRisk());
        object.put("sums", layer.sums());
        object.put("saturated_sums", layer.saturatedSums());
        object.put("worst_overflow", layer.worstOverflow());
        return object;
    }
}
