package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bitscale.experiment.Verification;
import org.bitscale.experiment.VerifyFiles;
import org.bitscale.experiment.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify FLOAT.onnx Q.onnx --data DATA}. */
@Command(name = "verify", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "FLOAT.onnx",
            descriptionKey = "verify.float",
            converter = ModelArgument.class)
    private Path floatModel;

    @Parameters(index = "1", paramLabel = "Q.onnx", descriptionKey = "verify.quantized")
    private Path quantizedModel;

    @Mixin
    private DataArguments data;

    @Option(names = "--batch-sizes", paramLabel = "N", split = ",", defaultValue = "1,500")
    private List<Integer> batchSizes;

    @Option(names = "--at-least", paramLabel = "SHARE", defaultValue = "" + Verification.USUAL_AGREEMENT)
    private double atLeast;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        VerifyFiles.Result result;
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            result = new VerifyFiles(workbench, progress).run(floatModel, quantizedModel, data.options(), batchSizes);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("float", Answers.object(result.floatAccuracy()));
        object.put("simulation", Answers.object(result.simulatedAccuracy()));
        object.put("agreement_with_float", result.flips().share());
        object.put("sessions", result.sessions().stream().map(Answers::object).toList());
        String sessions =
                result.sessions().stream().map(Answers::text).collect(Collectors.joining(System.lineSeparator()));
        output.print(
                Messages.text(
                                "verify.answer",
                                Answers.text(result.floatAccuracy()),
                                Answers.text(result.simulatedAccuracy()),
                                Answers.percent(result.flips().share()),
                                Long.toString(result.flips().flips()))
                        + System.lineSeparator()
                        + sessions,
                object);
        boolean proved = result.sessions().stream().allMatch(session -> session.holds(atLeast));
        if (!proved) {
            output.say(Messages.text("verify.notProved", Answers.percent(atLeast)));
        }
        return proved ? 0 : CommandLineProgram.FAILURE;
    }
}
