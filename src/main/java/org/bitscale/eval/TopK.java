package org.bitscale.eval;

/** Top-k accuracy: how often the true class is among the k greatest logits. */
public final class TopK {
    private TopK() {}

    /**
     * Counts the rows whose true class ranks among the first {@code k}. Equal logits rank by class number, lower first,
     * so that {@code k = 1} gives exactly the accuracy of {@link ArgMax}.
     *
     * @param logits {@code [rows, classes]}, row-major
     * @param classes number of classes, at least 1
     * @param labels {@code [rows]} true classes
     * @param k 1 … classes
     * @throws IllegalArgumentException if a size does not fit, there are no rows, a label is no class, or a logit is
     *     NaN or infinite
     */
    public static Accuracy of(float[] logits, int classes, int[] labels, int k) {
        Arguments.notEmpty("labels", labels.length);
        Arguments.logits(logits, labels.length, classes);
        Arguments.labels("labels", labels, classes);
        if (k < 1 || k > classes) {
            throw new IllegalArgumentException(
                    "k is %d, but with %d classes it lies in 1 … %d".formatted(k, classes, classes));
        }
        long correct = 0;
        for (int row = 0; row < labels.length; row++) {
            if (rank(logits, row * classes, classes, labels[row]) < k) {
                correct++;
            }
        }
        return new Accuracy(correct, labels.length);
    }

    private static int rank(float[] logits, int start, int classes, int label) {
        float own = logits[start + label];
        int ahead = 0;
        for (int c = 0; c < classes; c++) {
            float other = logits[start + c];
            if (other > own || (other == own && c < label)) {
                ahead++;
            }
        }
        return ahead;
    }
}
