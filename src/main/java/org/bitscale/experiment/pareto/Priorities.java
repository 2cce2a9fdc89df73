package org.bitscale.experiment.pareto;

import org.bitscale.BadInputException;

/**
 * What matters to somebody who chooses among networks.
 *
 * @param size how much a small file matters, 0 to 10
 * @param speed how much a short latency matters, 0 to 10
 * @param accuracy how much accuracy matters, 0 to 10
 * @param mostLoss accuracy that may be lost at most against the float network, 0 to 1
 */
public record Priorities(double size, double speed, double accuracy, double mostLoss) {

    private static final double MOST = 10;

    /** Checks the numbers. */
    public Priorities {
        for (double weight : new double[] {size, speed, accuracy}) {
            if (!(weight >= 0 && weight <= MOST)) {
                throw new BadInputException("A weight from 0 to 10 is expected, but " + weight + " came");
            }
        }
        if (!(mostLoss >= 0 && mostLoss <= 1)) {
            throw new BadInputException("A loss from 0 to 1 is expected, but " + mostLoss + " came");
        }
    }
}
