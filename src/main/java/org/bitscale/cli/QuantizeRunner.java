package org.bitscale.cli;

import java.util.Map;
import java.util.Optional;
import org.bitscale.experiment.LatencyAware;
import org.bitscale.experiment.ModelFile;
import org.bitscale.experiment.Quantize;
import org.bitscale.experiment.QuantizeRequest;
import org.bitscale.experiment.QuantizeResult;
import org.bitscale.experiment.Verification;
import org.bitscale.experiment.Workbench;

/** What {@code ptq} and {@code qat} have in common. */
final class QuantizeRunner {

    private QuantizeRunner() {}

    static int run(QuantizeRequest asked, boolean latencyAware, EngineOptions engine, OutputOptions output) {
        QuantizeRequest request = asked;
        QuantizeResult result;
        Optional<LatencyAware.Result> speed = Optional.empty();
        Optional<LatencyAware.Race> race = Optional.empty();
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            if (ModelFile.read(asked.model(), workbench.operators()).isQuantized()) {
                output.say(Messages.text("quantize.fromQuantized", asked.model()));
            }
            LatencyAware aware = new LatencyAware(workbench, progress);
            if (latencyAware) {
                speed = Optional.of(aware.run(asked));
                output.say(LatencyAnswers.text(speed.get()));
                if (!speed.get().isFaster()) {
                    output.fail(Messages.text("latency.floatIsFastest"));
                    return CommandLineProgram.FAILURE;
                }
                request = asked.with(speed.get().plan());
            }
            if (request.plan().isPresent()) {
                TargetNotes.say(request.model(), request.plan().get(), request.layout(), workbench, output);
            }
            result = new Quantize(workbench, progress).run(request);
            if (request.plan().isPresent()) {
                TargetNotes.warn(request.model(), request.plan().get(), request.layout(), workbench, output);
            }
            if (latencyAware) {
                race = Optional.of(aware.race(result.file(), asked.model()));
            }
        }
        if (result.floatNearChance()) {
            output.say(Messages.text("eval.nearChance", result.scaling()));
        }
        if (!result.verification().holds(Verification.USUAL_AGREEMENT)) {
            output.say(Messages.text(
                    "answer.notProved",
                    Answers.percent(result.verification().agreement().share())));
        }
        Map<String, Object> object = Answers.object(result);
        String text = Answers.text(result);
        if (race.isPresent()) {
            object.put("latency", LatencyAnswers.object(speed.orElseThrow(), race.get()));
            text += System.lineSeparator() + LatencyAnswers.text(race.get());
        }
        output.print(text, object);
        return 0;
    }
}
