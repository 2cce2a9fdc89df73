package org.bitscale.experiment.pareto;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.RunRow;

/**
 * Three networks to choose from, out of the runs of one experiment.
 *
 * @param smallest of those that lose no more than allowed; of all, if none keeps to that
 * @param balanced the best by the priorities, of those that lose no more than allowed if there are any
 * @param mostAccurate on the validation split; of equals the smaller
 * @param kept whether any network loses no more than allowed
 * @param reference the float network
 */
public record GuidedChoice(RunRow smallest, RunRow balanced, RunRow mostAccurate, boolean kept, RunRow reference) {

    /**
     * Chooses.
     *
     * @param rows finished runs of one experiment, its float network among them
     * @return nothing while the float network or any quantized one is missing
     */
    public static Optional<GuidedChoice> of(List<RunRow> rows, Priorities priorities) {
        Optional<RunRow> reference = rows.stream()
                .filter(row -> row.method() == Method.FLOAT && isMeasured(row))
                .findFirst();
        List<RunRow> quantized = rows.stream()
                .filter(row -> row.method().quantizes() && isMeasured(row))
                .toList();
        if (reference.isEmpty() || quantized.isEmpty()) {
            return Optional.empty();
        }
        double least = value(reference.get(), Measure.ACCURACY) - priorities.mostLoss();
        // A share of whole examples: what is exactly at the limit keeps to it, whatever the last bit says.
        List<RunRow> allowed = quantized.stream()
                .filter(row -> value(row, Measure.ACCURACY) >= least - 1e-12)
                .toList();
        List<RunRow> choice = allowed.isEmpty() ? quantized : allowed;
        ToDoubleFunction<RunRow> size = row -> value(row, Measure.PACKED_SIZE);
        ToDoubleFunction<RunRow> accuracy = row -> value(row, Measure.ACCURACY);
        return Optional.of(new GuidedChoice(
                choice.stream()
                        .min(Comparator.comparingDouble(size)
                                .thenComparing(
                                        Comparator.comparingDouble(accuracy).reversed()))
                        .orElseThrow(),
                choice.stream()
                        .max(Comparator.comparingDouble(row -> worth(row, reference.get(), priorities)))
                        .orElseThrow(),
                quantized.stream()
                        .max(Comparator.comparingDouble(accuracy)
                                .thenComparing(Comparator.comparingDouble(size).reversed()))
                        .orElseThrow(),
                !allowed.isEmpty(),
                reference.get()));
    }

    /**
     * What a network is worth: doubling size or speed counts as one, and so does each point of accuracy, times how much
     * it matters. The rule is simple on purpose, so that it can be said.
     */
    private static double worth(RunRow row, RunRow reference, Priorities priorities) {
        double smaller = log2(value(reference, Measure.PACKED_SIZE) / value(row, Measure.PACKED_SIZE));
        double faster = row.metrics().containsKey(Measure.LATENCY)
                        && reference.metrics().containsKey(Measure.LATENCY)
                ? log2(value(reference, Measure.LATENCY) / value(row, Measure.LATENCY))
                : 0;
        double points = 100 * (value(row, Measure.ACCURACY) - value(reference, Measure.ACCURACY));
        return priorities.size() * smaller + priorities.speed() * faster + priorities.accuracy() * points;
    }

    private static double log2(double ratio) {
        return Math.log(ratio) / Math.log(2);
    }

    private static boolean isMeasured(RunRow row) {
        return row.metrics().containsKey(Measure.ACCURACY) && row.metrics().containsKey(Measure.PACKED_SIZE);
    }

    private static double value(RunRow row, Measure measure) {
        return row.metrics().get(measure).value();
    }
}
