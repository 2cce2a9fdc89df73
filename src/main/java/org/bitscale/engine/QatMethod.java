package org.bitscale.engine;

/** How a network is trained through its quantizers. */
public enum QatMethod {
    /**
     * Straight-through estimator (Bengio et al. 2013) with observed ranges: weight scales follow the largest magnitude,
     * activation ranges a moving average of what the batches take (Jacob et al. 2018).
     */
    STE,
    /**
     * Learned step size (Esser et al. 2020): scales are parameters with the gradient {@code round(v) − v} inside the
     * range and the code outside, multiplied by {@code 1/√(n·qmax)}. Scales start where the squared error of what was calibrated is smallest (activations of 8 bits: at the full
     * range), the paper's {@code 2·mean|x|/√qmax} being far too small for sparse activations; where a scale starts lower
     * than the paper's, its gradient is reduced by the square of the ratio, which gives it the relative speed that the paper
     * balanced. A step changes a scale by a tenth at most, so that it stays positive.
     */
    LSQ
}
