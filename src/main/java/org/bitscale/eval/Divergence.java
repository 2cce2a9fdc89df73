package org.bitscale.eval;

/** How far the answers of one classifier are from those of another (S. Kullback and R. A. Leibler, 1951). */
public final class Divergence {

    private Divergence() {}

    /**
     * The mean over the rows of {@code Σ p · (log p − log q)} with the softmax {@code p} of the reference and {@code q}
     * of the other, in double precision.
     *
     * @param reference {@code [rows, classes]} logits, row-major
     * @param other logits of equal size
     * @param classes number of classes, at least 1
     * @return nats per row, at least 0
     * @throws IllegalArgumentException if a size does not fit, there are no rows, or a logit is NaN or infinite
     */
    public static double ofLogits(float[] reference, float[] other, int classes) {
        Arguments.sameLength("reference logits", reference.length, "other logits", other.length);
        Arguments.notEmpty("logits", reference.length);
        Arguments.logits(reference, reference.length / classes, classes);
        Arguments.logits(other, other.length / classes, classes);
        int rows = reference.length / classes;
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            int start = row * classes;
            double p = logOfSum(reference, start, classes);
            double q = logOfSum(other, start, classes);
            double divergence = 0;
            for (int c = start; c < start + classes; c++) {
                divergence += Math.exp(reference[c] - p) * (reference[c] - p - (other[c] - q));
            }
            sum += Math.max(0, divergence);
        }
        return sum / rows;
    }

    private static double logOfSum(float[] logits, int start, int classes) {
        double largest = logits[start];
        for (int c = start + 1; c < start + classes; c++) {
            largest = Math.max(largest, logits[c]);
        }
        double sum = 0;
        for (int c = start; c < start + classes; c++) {
            sum += Math.exp(logits[c] - largest);
        }
        return largest + Math.log(sum);
    }
}
