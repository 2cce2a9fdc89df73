package org.bitscale.experiment.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.bitscale.data.InputScaling;
import org.bitscale.data.Resize;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.run.Measure;

/**
 * An experiment as its file tells it.
 *
 * @param name unique in a workspace
 * @param model path of the float network, relative to the file, or {@code sample:NAME}
 * @param modelHash SHA-256 that it must have
 * @param data what it is calibrated, trained and evaluated on
 * @param method what is done where the sweep does not say otherwise: {@code ptq}, {@code ste}, {@code lsq}, {@code float}
 * @param plan bits, by key of the schema's section
 * @param recipe how networks are trained, by key of the schema's section
 * @param sweep what is varied
 * @param evaluation what is measured beyond the usual
 * @param objectives what the front is made of
 * @param constraints limits such as {@code accuracy >= 0.9}
 * @param budget when to stop
 */
public record ExperimentSpec(
        String name,
        String model,
        Optional<String> modelHash,
        Data data,
        String method,
        Map<String, Object> plan,
        Map<String, Object> recipe,
        Sweep sweep,
        Evaluation evaluation,
        List<Measure> objectives,
        List<String> constraints,
        Budget budget) {

    /** How this sample model is named in a file. */
    public static final String SAMPLE = "sample:";

    /**
     * Data.
     *
     * @param source path relative to the file, or {@code sample:NAME}
     * @param hash that it must have
     * @param scaling input scaling
     * @param validation share of the training data kept for every choice
     * @param limit at most this many examples of each split
     * @param seed of split and limit
     * @param resize how pictures come to the network's size, as {@link Resize#word()} says it; empty for stretched
     * @param label name or number of a table's label column; empty to find it
     */
    public record Data(
            String source,
            Optional<String> hash,
            Optional<Scaling> scaling,
            double validation,
            OptionalInt limit,
            long seed,
            Optional<String> resize,
            Optional<String> label) {

        /**
         * As options, with the source at its place.
         *
         * @throws org.bitscale.BadInputException if the scaling goes by the data, and there is none
         */
        public DataOptions options(String resolvedSource) {
            DataOptions unscaled = new DataOptions(
                    resolvedSource, Optional.empty(), validation, limit, seed, resize.map(Resize::of), label);
            return scaling.map(of -> unscaled.with(of.toInput(unscaled))).orElse(unscaled);
        }
    }

    /**
     * Input scaling.
     *
     * @param scale divisor; empty for what is usual for the kind of data
     * @param mean subtracted then; one value or one a channel
     * @param std divided by last; one value or one a channel
     */
    public record Scaling(Optional<Float> scale, Optional<List<Float>> mean, Optional<List<Float>> std) {

        InputScaling toInput(DataOptions data) {
            float divisor = scale.orElseGet(() -> data.defaultScaling().divisor());
            return new InputScaling(divisor, mean.orElse(List.of(0f)), std.orElse(List.of(1f)));
        }
    }

    /**
     * What is varied.
     *
     * @param mode {@code grid}, {@code list} or {@code random}
     * @param over by dimension, a list of values, or a range with {@code min}, {@code max}, {@code scale}
     * @param points of a list, each with values by dimension
     * @param samples points drawn
     * @param seed of the drawing
     */
    public record Sweep(
            String mode,
            Optional<Map<String, Object>> over,
            Optional<List<Map<String, Object>>> points,
            int samples,
            long seed) {}

    /** @param latency whether files are timed in ONNX Runtime */
    public record Evaluation(boolean latency) {}

    /**
     * When to stop.
     *
     * @param trials at most so many
     * @param minutes no trial is started later
     */
    public record Budget(OptionalInt trials, OptionalDouble minutes) {}
}
