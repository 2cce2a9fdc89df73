package org.bitscale.quant;

/**
 * Collects what one tensor takes over the batches of a calibration and chooses its range. Its memory does not depend on
 * how many batches it sees.
 */
public interface Observer {

    /** Sees one batch. */
    void observe(Summary batch);

    /**
     * The range chosen.
     *
     * @throws IllegalStateException if no batch was seen
     */
    Range range();

    /** Everything seen so far, merged. */
    Summary summary();
}
