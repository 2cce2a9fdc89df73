package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bitscale.experiment.Evaluate;
import org.bitscale.experiment.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code eval MODEL --data DATA}. */
@Command(name = "eval", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "MODEL", descriptionKey = "model", converter = ModelArgument.class)
    private Path model;

    @Mixin
    private DataArguments data;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Evaluate.Result result;
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            result = new Evaluate(workbench, progress).run(model, data.options());
        }
        if (result.nearChance()) {
            output.say(Messages.text("eval.nearChance", result.scaling()));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", model.toString());
        object.put("data", result.data());
        object.put("split", result.split());
        object.put("accuracy", Answers.object(result.accuracy()));
        object.put("loss", result.loss());
        object.put("scaling", result.scaling());
        object.put("quantized", result.quantized());
        output.print(
                Messages.text(
                        "eval.answer",
                        Answers.text(result.accuracy()),
                        String.format(Locale.ROOT, "%.4f", result.loss()),
                        result.data(),
                        result.split(),
                        result.scaling()),
                object);
        return 0;
    }
}
