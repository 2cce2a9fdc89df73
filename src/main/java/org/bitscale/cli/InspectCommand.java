package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bitscale.experiment.Inspect;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.report.Sizes;
import org.bitscale.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code inspect MODEL}. */
@Command(name = "inspect", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    private static final int WIDTH = 140;

    @Parameters(index = "0", paramLabel = "MODEL", descriptionKey = "model", converter = ModelArgument.class)
    private Path model;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Inspect.Result result = Inspect.of(model, OperatorTable.standard());
        output.print(text(result), object(result));
        return 0;
    }

    private static String text(Inspect.Result result) {
        TextTable table = new TextTable(List.of(
                new TextTable.Column(Messages.text("inspect.layer"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("inspect.operator"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("inspect.output"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("inspect.parameters"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("inspect.macs"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("inspect.size"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("inspect.bits"), TextTable.Alignment.LEFT, false)));
        for (Inspect.Layer layer : result.layers()) {
            table = table.row(
                    false,
                    layer.name(),
                    layer.operator(),
                    layer.output(),
                    layer.parameters() == 0 ? "" : Long.toString(layer.parameters()),
                    layer.macs() == 0 ? "" : Long.toString(layer.macs()),
                    layer.bytes() == 0 ? "" : Sizes.format(layer.bytes()),
                    layer.bits());
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE)
                + System.lineSeparator()
                + Messages.text(
                        "inspect.summary",
                        String.join("; ", result.inputs()),
                        String.join("; ", result.outputs()),
                        Long.toString(result.parameters()),
                        Long.toString(result.macs()),
                        Sizes.format(result.bytes()),
                        result.quantized()
                                ? Messages.text("inspect.quantized", result.bits())
                                : Messages.text("inspect.float"));
    }

    private static Map<String, Object> object(Inspect.Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", result.path().toString());
        object.put("bytes", result.bytes());
        object.put("sha256", result.sha256());
        object.put("inputs", result.inputs());
        object.put("outputs", result.outputs());
        object.put("parameters", result.parameters());
        object.put("macs", result.macs());
        object.put("quantized", result.quantized());
        object.put("bits", result.bits());
        object.put("metadata", result.metadata());
        object.put(
                "layers",
                result.layers().stream()
                        .map(layer -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("name", layer.name());
                            entry.put("operator", layer.operator());
                            entry.put("output", layer.output());
                            entry.put("parameters", layer.parameters());
                            entry.put("macs", layer.macs());
                            entry.put("bytes", layer.bytes());
                            entry.put("bits", layer.bits());
                            entry.put("role", layer.role().name().toLowerCase(java.util.Locale.ROOT));
                            return entry;
                        })
                        .toList());
        return object;
    }
}
