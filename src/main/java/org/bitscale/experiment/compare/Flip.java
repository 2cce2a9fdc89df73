package org.bitscale.experiment.compare;

/**
 * An example that a run predicts otherwise than the reference.
 *
 * @param example its place in the split
 * @param kind what that means
 * @param label its true class
 * @param before the reference's prediction
 * @param after the run's prediction
 * @param confidenceBefore softmax probability of the reference's prediction
 * @param confidenceAfter softmax probability of the run's prediction
 */
public record Flip(
        int example, Kind kind, int label, int before, int after, float confidenceBefore, float confidenceAfter) {

    /** What a flip does. */
    public enum Kind {
        /** From right to wrong. */
        LOST,
        /** From wrong to right. */
        GAINED,
        /** From wrong to another wrong class. */
        CHANGED;

        static Kind of(int label, int before, int after) {
            if (before == label) {
                return LOST;
            }
            return after == label ? GAINED : CHANGED;
        }
    }
}
