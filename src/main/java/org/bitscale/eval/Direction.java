package org.bitscale.eval;

/** Which way an objective gets better. */
public enum Direction {
    /** Less is better, as for size. */
    MINIMISE,
    /** More is better, as for accuracy. */
    MAXIMISE;

    /** The value in a form of which less is better. */
    double minimised(double value) {
        // Adding 0 turns −0 into 0, so that equal values stay equal.
        return this == MINIMISE ? value + 0.0 : 0.0 - value;
    }
}
