package org.bitscale.experiment.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;
import org.bitscale.eval.ConfusionMatrix;
import org.bitscale.eval.Interval;
import org.bitscale.eval.McNemar;
import org.bitscale.experiment.FilePredictions;

/**
 * What a run says about the same examples as the reference.
 *
 * @param accuracy the run's
 * @param agreement examples for which both predict the same class
 * @param flips those that they predict differently, in the order of the split
 * @param test whether the one errs more often than the other by more than chance
 * @param difference the run's accuracy less the reference's
 * @param interval 95 % interval of that
 */
public record PredictionComparison(
        Accuracy accuracy, Agreement agreement, List<Flip> flips, McNemar test, double difference, Interval interval) {

    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /** Copies. */
    public PredictionComparison {
        flips = List.copyOf(flips);
    }

    /**
     * Compares.
     *
     * @throws BadInputException if the examples are not the same
     */
    public static PredictionComparison of(FilePredictions reference, FilePredictions run) {
        if (!Arrays.equals(reference.labels(), run.labels())) {
            throw new BadInputException(("The two networks read different examples: %d of '%s' and %d of '%s'; "
                            + "choose runs of networks that take the same data")
                    .formatted(reference.labels().length, reference.split(), run.labels().length, run.split()));
        }
        int[] labels = reference.labels();
        List<Flip> flips = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            int before = reference.predicted()[i];
            int after = run.predicted()[i];
            if (before != after) {
                flips.add(new Flip(
                        i,
                        Flip.Kind.of(labels[i], before, after),
                        labels[i],
                        before,
                        after,
                        reference.confidence()[i],
                        run.confidence()[i]));
            }
        }
        McNemar test = McNemar.of(labels, reference.predicted(), run.predicted());
        double difference = (double) (test.onlySecond() - test.onlyFirst()) / labels.length;
        return new PredictionComparison(
                Accuracy.of(labels, run.predicted()),
                Agreement.of(reference.predicted(), run.predicted()),
                flips,
                test,
                difference,
                interval(test, labels.length));
    }

    /**
     * Of the difference of two shares on the same examples, with half an example added to each of the four cells (A.
     * Agresti and Y. Min, "Simple improved confidence intervals for comparing matched proportions", 2005).
     */
    private static Interval interval(McNemar test, int examples) {
        double total = examples + 2;
        double gained = (test.onlySecond() + 0.5) / total;
        double lost = (test.onlyFirst() + 0.5) / total;
        double difference = gained - lost;
        double half = Z * Math.sqrt(Math.max(0, gained + lost - difference * difference) / total);
        return new Interval(Math.max(-1, difference - half), Math.min(1, difference + half));
    }

    /** How many flips are of a kind. */
    public long count(Flip.Kind kind) {
        return flips.stream().filter(flip -> flip.kind() == kind).count();
    }

    /** Whether one surely errs more often than the other, at the usual level of 5 %. */
    public boolean isSignificant() {
        return test.pValue() < 0.05;
    }

    /** The accuracy in each class of the data; empty where the split has no example of it. */
    public static List<Optional<Accuracy>> byClass(FilePredictions predictions) {
        int classes = predictions.classes().size();
        int[] total = new int[classes];
        int[] correct = new int[classes];
        for (int i = 0; i < predictions.labels().length; i++) {
            int label = predictions.labels()[i];
            total[label]++;
            correct[label] += predictions.predicted()[i] == label ? 1 : 0;
        }
        List<Optional<Accuracy>> accuracies = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            accuracies.add(total[i] == 0 ? Optional.empty() : Optional.of(Accuracy.of(correct[i], total[i])));
        }
        return accuracies;
    }

    /** How often each true class was predicted as each of the network's classes. */
    public static ConfusionMatrix confusion(FilePredictions predictions) {
        return ConfusionMatrix.of(
                predictions.labels(),
                predictions.predicted(),
                Math.max(predictions.outputs(), predictions.classes().size()));
    }
}
