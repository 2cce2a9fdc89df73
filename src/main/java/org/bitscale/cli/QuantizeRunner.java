package org.bitscale.cli;

import org.bitscale.experiment.ModelFile;
import org.bitscale.experiment.Quantize;
import org.bitscale.experiment.QuantizeRequest;
import org.bitscale.experiment.QuantizeResult;
import org.bitscale.experiment.Verification;
import org.bitscale.experiment.Workbench;

/** What {@code ptq} and {@code qat} have in common. */
final class QuantizeRunner {

    private QuantizeRunner() {}

    static int run(QuantizeRequest request, EngineOptions engine, OutputOptions output) {
        QuantizeResult result;
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            if (ModelFile.read(request.model(), workbench.operators()).isQuantized()) {
                output.say(Messages.text("quantize.fromQuantized", request.model()));
            }
            request.plan()
                    .ifPresent(plan -> TargetNotes.say(request.model(), plan, request.layout(), workbench, output));
            result = new Quantize(workbench, progress).run(request);
        }
        if (result.floatNearChance()) {
            output.say(Messages.text("eval.nearChance", result.scaling()));
        }
        if (!result.verification().holds(Verification.USUAL_AGREEMENT)) {
            output.say(Messages.text(
                    "answer.notProved",
                    Answers.percent(result.verification().agreement().share())));
        }
        output.print(Answers.text(result), Answers.object(result));
        return 0;
    }
}
