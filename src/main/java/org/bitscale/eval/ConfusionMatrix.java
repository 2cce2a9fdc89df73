package org.bitscale.eval;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How often each true class was predicted as each class, and the figures that follow from it.
 *
 * <p>A ratio whose denominator is 0 (a class never predicted, or absent from the data) counts as 0, as in scikit-learn.
 */
public final class ConfusionMatrix {
    private final long[][] counts;

    private ConfusionMatrix(long[][] counts) {
        this.counts = counts;
    }

    /**
     * Counts pairs of true and predicted class.
     *
     * @param truth class per row, 0 … classes − 1
     * @param predicted class per row, 0 … classes − 1, of equal length
     * @param classes number of classes, at least 1
     * @throws IllegalArgumentException if the lengths differ or are 0, or a label is no class
     */
    public static ConfusionMatrix of(int[] truth, int[] predicted, int classes) {
        Arguments.sameLength("true labels", truth.length, "predictions", predicted.length);
        Arguments.notEmpty("predictions", predicted.length);
        if (classes < 1) {
            throw new IllegalArgumentException("expected at least 1 class, but came " + classes);
        }
        Arguments.labels("truth", truth, classes);
        Arguments.labels("predicted", predicted, classes);
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][predicted[i]]++;
        }
        return new ConfusionMatrix(counts);
    }

    /** The number of classes. */
    public int classes() {
        return counts.length;
    }

    /** How many rows of class {@code truth} were predicted as {@code predicted}. */
    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** The number of rows. */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** The accuracy over all classes. */
    public Accuracy accuracy() {
        long correct = 0;
        for (int c = 0; c < counts.length; c++) {
            correct += counts[c][c];
        }
        return new Accuracy(correct, total());
    }

    /** Of the rows predicted as {@code label}, the share that is. */
    public double precision(int label) {
        return ratio(counts[label][label], predictedAs(label));
    }

    /** Of the rows of class {@code label}, the share found. */
    public double recall(int label) {
        return ratio(counts[label][label], ofClass(label));
    }

    /** The harmonic mean of {@link #precision} and {@link #recall} of one class. */
    public double f1(int label) {
        return ratio(2.0 * counts[label][label], predictedAs(label) + ofClass(label));
    }

    /** The unweighted mean of {@link #precision} over the classes. */
    public double macroPrecision() {
        return mean(this::precision);
    }

    /** The unweighted mean of {@link #recall} over the classes, also called balanced accuracy. */
    public double macroRecall() {
        return mean(this::recall);
    }

    /** The unweighted mean of {@link #f1} over the classes. */
    public double macroF1() {
        return mean(this::f1);
    }

    /** The mean of {@link #f1}, each class weighted by its number of rows. */
    public double weightedF1() {
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += f1(c) * ofClass(c);
        }
        return sum / total();
    }

    /** Agreement beyond chance (J. Cohen, "A coefficient of agreement for nominal scales", 1960); at most 1. */
    public double kappa() {
        double total = total();
        double byChance = 0;
        for (int c = 0; c < counts.length; c++) {
            byChance += (ofClass(c) / total) * (predictedAs(c) / total);
        }
        return ratio(accuracy().value() - byChance, 1 - byChance);
    }

    /** The multi-class Matthews correlation (J. Gorodkin, 2004), −1 … 1. */
    public double matthewsCorrelation() {
        double total = total();
        double correct = accuracy().correct();
        double cross = 0;
        double truthSquares = 0;
        double predictedSquares = 0;
        for (int c = 0; c < counts.length; c++) {
            double truth = ofClass(c);
            double predicted = predictedAs(c);
            cross += truth * predicted;
            truthSquares += truth * truth;
            predictedSquares += predicted * predicted;
        }
        double square = total * total;
        return ratio(correct * total - cross, Math.sqrt((square - predictedSquares) * (square - truthSquares)));
    }

    private long ofClass(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    private long predictedAs(int label) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[label];
        }
        return sum;
    }

    private double mean(IntToDoubleFunction figure) {
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += figure.applyAsDouble(c);
        }
        return sum / counts.length;
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix matrix && Arrays.deepEquals(counts, matrix.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return "ConfusionMatrix" + Arrays.deepToString(counts);
    }
}
