package org.bitscale.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.QatMethod;
import org.bitscale.experiment.QuantizeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code qat MODEL --data DATA --out Q.onnx}. */
@Command(name = "qat", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class QatCommand implements Callable<Integer> {

    private static final double LEARNING_RATE = 0.01;

    @Parameters(index = "0", paramLabel = "MODEL", descriptionKey = "model", converter = ModelArgument.class)
    private Path model;

    @Mixin
    private DataArguments data;

    @Mixin
    private PlanArguments plan;

    @Mixin
    private QuantizerArguments quantizers;

    @Mixin
    private RecipeArguments recipe;

    @Option(names = "--out", paramLabel = "Q.onnx", required = true)
    private Path out;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    /** What each method is and is for, below the options. */
    static String[] footer() {
        Stream<String> methods =
                Arrays.stream(QatMethod.values()).map(method -> "  " + method.word() + ": " + method.help());
        return Stream.concat(Stream.of("", Messages.text("qat.methods")), methods)
                .toArray(String[]::new);
    }

    @Override
    public Integer call() {
        BatchNormMode usual = plan.settings().needsFoldedNorm() ? BatchNormMode.FOLD : BatchNormMode.KEEP;
        QuantizeRequest request = QuantizeRequest.qat(
                model,
                data.options(),
                plan.settings(),
                quantizers.method(),
                recipe.settings(LEARNING_RATE, usual, quantizers.values()),
                plan.calibrationExamples(),
                plan.layout(),
                out);
        return QuantizeRunner.run(request, plan.isLatencyAware(), engine, output);
    }
}
