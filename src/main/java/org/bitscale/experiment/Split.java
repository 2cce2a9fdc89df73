package org.bitscale.experiment;

/** A part of the data that a network is not trained on. */
public enum Split {
    /** Taken out of the training data; every choice uses it. */
    VALIDATION,
    /** Only reported. */
    TEST
}
