package org.bitscale.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bitscale.experiment.QuantizeRequest;
import org.bitscale.ptq.PtqRecipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ptq MODEL --data DATA --out Q.onnx}. */
@Command(name = "ptq", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class PtqCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "MODEL", descriptionKey = "model", converter = ModelArgument.class)
    private Path model;

    @Mixin
    private DataArguments data;

    @Mixin
    private PlanArguments plan;

    @Option(names = "--ptq", paramLabel = "STEPS", defaultValue = "plain")
    private String steps;

    @Option(names = "--out", paramLabel = "Q.onnx", required = true)
    private Path out;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        QuantizeRequest request = QuantizeRequest.ptq(
                model,
                data.options(),
                plan.settings(),
                PtqRecipe.parse(steps),
                plan.calibrationExamples(),
                plan.layout(),
                out);
        return QuantizeRunner.run(request, plan.isLatencyAware(), engine, output);
    }
}
