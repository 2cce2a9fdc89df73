package org.bitscale.eval;

/**
 * What a network says about examples.
 *
 * @param logits its outputs, one row an example
 * @param classes outputs an example
 * @param labels the true classes
 */
public record Predictions(float[] logits, int classes, int[] labels) {

    /** Number of examples. */
    public int size() {
        return labels.length;
    }

    /** The class with the largest output, by example. */
    public int[] classesPredicted() {
        return ArgMax.of(logits, size(), classes);
    }

    /** Share of right answers. */
    public Accuracy accuracy() {
        return Accuracy.of(labels, classesPredicted());
    }
}
