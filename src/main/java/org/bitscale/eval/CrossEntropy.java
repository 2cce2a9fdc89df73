package org.bitscale.eval;

/** Mean cross-entropy (log loss) of logits against true classes, in nats. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * The mean over the rows of {@code log Σ exp(logit) − logit of the true class}. The row's maximum is subtracted
     * first and sums are in double precision, so that large logits neither overflow nor lose their digits.
     *
     * @param logits {@code [rows, classes]}, row-major
     * @param classes number of classes, at least 1
     * @param labels {@code [rows]} true classes
     * @return nats per row, at least 0
     * @throws IllegalArgumentException if a size does not fit, there are no rows, a label is no class, or a logit is
     *     NaN or infinite
     */
    public static double of(float[] logits, int classes, int[] labels) {
        double sum = 0;
        for (double row : ofEach(logits, classes, labels)) {
            sum += row;
        }
        return sum / labels.length;
    }

    /**
     * The cross-entropy of each row, what {@link #of} is the mean of.
     *
     * @param logits {@code [rows, classes]}, row-major
     * @param classes number of classes, at least 1
     * @param labels {@code [rows]} true classes
     * @return {@code [rows]} nats, each at least 0
     * @throws IllegalArgumentException as {@link #of}
     */
    public static double[] ofEach(float[] logits, int classes, int[] labels) {
        Arguments.notEmpty("labels", labels.length);
        Arguments.logits(logits, labels.length, classes);
        Arguments.labels("labels", labels, classes);
        double[] rows = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            rows[row] = ofRow(logits, row * classes, classes, labels[row]);
        }
        return rows;
    }

    private static double ofRow(float[] logits, int start, int classes, int label) {
        int largest = 0;
        for (int c = 1; c < classes; c++) {
            if (logits[start + c] > logits[start + largest]) {
                largest = c;
            }
        }
        double maximum = logits[start + largest];
        double others = 0;
        for (int c = 0; c < classes; c++) {
            if (c != largest) {
                others += Math.exp(logits[start + c] - maximum);
            }
        }
        return Math.log1p(others) + (maximum - logits[start + label]);
    }
}
