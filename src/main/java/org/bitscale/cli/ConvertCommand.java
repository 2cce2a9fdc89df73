package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bitscale.experiment.Convert;
import org.bitscale.experiment.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convert Q.onnx --to qonnx --out FILE}. */
@Command(name = "convert", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "Q.onnx", descriptionKey = "convert.model", converter = ModelArgument.class)
    private Path model;

    @Option(names = "--to", paramLabel = "qonnx|float", required = true)
    private Convert.Target target;

    @Option(names = "--out", paramLabel = "FILE.onnx", required = true)
    private Path out;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Convert.Result result;
        try (Workbench workbench = engine.open()) {
            result = new Convert(workbench).run(model, target, out);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", result.out().toString());
        object.put("format", target.name().toLowerCase(Locale.ROOT));
        object.put("bits", result.bits());
        object.put("examples", result.examples());
        object.put("largest_difference", result.largestDifference());
        object.put("output_deviation", result.outputDeviation());
        output.print(
                Messages.text(
                        "convert.answer",
                        result.out(),
                        target.name().toLowerCase(Locale.ROOT),
                        result.bits(),
                        Integer.toString(result.examples()),
                        String.format(Locale.ROOT, "%.3g", result.largestDifference()),
                        String.format(Locale.ROOT, "%.3g", result.outputDeviation())),
                object);
        return 0;
    }
}
