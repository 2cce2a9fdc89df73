package org.bitscale.experiment.task;

/** Which of the waiting experiments comes first; from last to first. */
public enum Priority {
    /** After all others. */
    LOW,
    /** The usual. */
    NORMAL,
    /** Before all others. */
    HIGH
}
