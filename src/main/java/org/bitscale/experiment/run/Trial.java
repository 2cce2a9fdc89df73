package org.bitscale.experiment.run;

import java.nio.file.Path;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ptq.PtqRecipe;

/**
 * One point of an experiment, as data: everything that decides its result, save the machine.
 *
 * @param model the float network
 * @param modelHash SHA-256 of that file
 * @param data calibration, training and evaluation
 * @param dataHash fingerprint of the data's contents
 * @param method what is done
 * @param plan bits; empty for {@link Method#FLOAT}
 * @param training the recipe; empty for PTQ and for a float network that is only measured
 * @param calibrationExamples examples of the validation split that ranges are observed on
 * @param layout of the exported file
 * @param latency whether the file's latency in ONNX Runtime is measured
 * @param ptq the steps of a quantization without training; plain otherwise
 */
public record Trial(
        Path model,
        String modelHash,
        DataOptions data,
        String dataHash,
        Method method,
        Optional<PlanSettings> plan,
        Optional<TrainingSettings> training,
        int calibrationExamples,
        Layout layout,
        boolean latency,
        PtqRecipe ptq) {

    /**
     * Checks that the parts fit together; a record without steps has a plain recipe.
     *
     * @throws BadInputException if they do not
     */
    public Trial {
        ptq = ptq == null ? PtqRecipe.PLAIN : ptq;
        if (method != Method.PTQ && !ptq.isPlain()) {
            throw new BadInputException("Method %s takes no steps of quantization without training".formatted(method));
        }
        if (method.quantizes() != plan.isPresent()) {
            throw new BadInputException(
                    "Method %s %s bits".formatted(method, method.quantizes() ? "needs" : "takes no"));
        }
        if (method.qat().isPresent() && training.isEmpty() || method == Method.PTQ && training.isPresent()) {
            throw new BadInputException(
                    "Method %s %s a training recipe".formatted(method, method == Method.PTQ ? "takes no" : "needs"));
        }
        if (calibrationExamples < 1) {
            throw new BadInputException(
                    "At least 1 example is needed for calibration, but " + calibrationExamples + " came");
        }
    }

    /** A trial without steps of its own. */
    public Trial(
            Path model,
            String modelHash,
            DataOptions data,
            String dataHash,
            Method method,
            Optional<PlanSettings> plan,
            Optional<TrainingSettings> training,
            int calibrationExamples,
            Layout layout,
            boolean latency) {
        this(
                model,
                modelHash,
                data,
                dataHash,
                method,
                plan,
                training,
                calibrationExamples,
                layout,
                latency,
                PtqRecipe.PLAIN);
    }

    /** SHA-256 over everything that decides the result: of the hashes, not the paths, of model and data. */
    public String hash() {
        return TrialHash.of(this);
    }

    /** The same for all trials that differ in the seed alone. */
    public String groupHash() {
        return TrialHash.ofGroup(this);
    }

    /** Seed of the training; 0 where there is none. */
    public long seed() {
        return training.map(TrainingSettings::seed).orElse(0L);
    }

    /** Epochs of the training; 0 where there is none. */
    public int epochs() {
        return training.map(TrainingSettings::epochs).orElse(0);
    }

    /** Bits and method for people, such as {@code W4A4 LSQ}, {@code W8A8 PTQ} or {@code float32}. */
    public String label() {
        if (plan.isEmpty()) {
            return training.isPresent() ? "float32 fine-tuned" : "float32";
        }
        PlanSettings bits = plan.get();
        return "%s%s %s"
                .formatted(
                        bits.scheme(),
                        bits.layers().isEmpty() ? "" : " mixed",
                        ptq.isPlain() ? method.title() : "%s(%s)".formatted(method.title(), ptq.label()));
    }
}
