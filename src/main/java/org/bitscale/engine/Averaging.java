package org.bitscale.engine;

import org.bitscale.BadInputException;

/**
 * An exponential moving average of what is trained, which is what comes out in the end (Polyak and Juditsky 1992; as
 * "mean teacher" Tarvainen and Valpola 2017). After step t each parameter's average moves towards its value by {@code 1 −
 * min(decay, (1 + t) / (10 + t))}, so that early averages are not tied to where the training began. Scales of learned
 * quantizers are averaged like weights; running statistics of batch normalizations and observed ranges, averages over
 * batches already, are averaged at the same pace, so that they belong to the weights beside them. Nothing is estimated
 * anew: no pass over the data is added.
 *
 * @param decay share of the average that a step keeps, above 0 and below 1
 */
public record Averaging(double decay) {

    /** Checks the decay. */
    public Averaging {
        if (!(decay > 0 && decay < 1)) {
            throw new BadInputException("A decay of the average above 0 and below 1 is expected, but " + decay
                    + " came; 0.99 to 0.999 are usual");
        }
    }

    /** What the average moves by after step {@code step}, counted from 1. */
    double pace(long step) {
        return 1 - Math.min(decay, (1.0 + step) / (10.0 + step));
    }
}
