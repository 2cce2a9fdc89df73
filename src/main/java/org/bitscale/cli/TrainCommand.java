package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.experiment.Train;
import org.bitscale.experiment.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train ARCH --data DATA --out M.onnx}. */
@Command(name = "train", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    private static final double LEARNING_RATE = 0.1;

    @Parameters(index = "0", paramLabel = "ARCH", descriptionKey = "train.architecture")
    private Train.Architecture architecture;

    @Mixin
    private DataArguments data;

    @Mixin
    private RecipeArguments recipe;

    @Option(names = "--teacher", paramLabel = "MODEL", converter = ModelArgument.class)
    private Path teacher;

    @Option(names = "--out", paramLabel = "M.onnx", required = true)
    private Path out;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Train.Request request = new Train.Request(
                architecture,
                data.options(),
                recipe.settings(LEARNING_RATE, BatchNormMode.KEEP),
                Optional.ofNullable(teacher),
                out);
        Train.Result result;
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            result = new Train(workbench, progress).run(request);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", result.file().toString());
        object.put("test", Answers.object(result.test()));
        object.put("validation", Answers.object(result.validation()));
        object.put("epochs", Answers.epochs(result.epochs()));
        object.put("seconds", result.seconds());
        output.print(
                Messages.text(
                                "train.answer",
                                result.file(),
                                Answers.text(result.test()),
                                Answers.text(result.validation()),
                                String.format(Locale.ROOT, "%.1f", result.seconds()))
                        + Answers.text(result.epochs()),
                object);
        return 0;
    }
}
