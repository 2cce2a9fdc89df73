package org.bitscale.eval;

/** The predicted class of each row: the index of its greatest logit. */
public final class ArgMax {
    private ArgMax() {}

    /**
     * The index of the greatest logit of each row; of several equal ones the first, as in ONNX's ArgMax with
     * {@code select_last_index = 0}.
     *
     * @param logits {@code [rows, classes]}, row-major
     * @param rows number of rows, may be 0
     * @param classes number of classes, at least 1
     * @return {@code [rows]} classes
     * @throws IllegalArgumentException if the size does not fit or a logit is NaN or infinite
     */
    public static int[] of(float[] logits, int rows, int classes) {
        Arguments.logits(logits, rows, classes);
        int[] predicted = new int[rows];
        for (int row = 0; row < rows; row++) {
            int start = row * classes;
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits[start + c] > logits[start + best]) {
                    best = c;
                }
            }
            predicted[row] = best;
        }
        return predicted;
    }
}
