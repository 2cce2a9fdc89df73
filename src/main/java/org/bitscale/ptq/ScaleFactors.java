package org.bitscale.ptq;

/** Factors of channels. */
final class ScaleFactors {

    /** No channel is scaled by more than this against the geometric mean, so that float32 keeps its precision. */
    private static final double STRONGEST = 1e3;

    private ScaleFactors() {}

    /** The factors divided by their geometric mean, which leaves all in all the sizes that were, and bounded. */
    static double[] bounded(double[] factors) {
        double sum = 0;
        for (double factor : factors) {
            sum += Math.log(factor);
        }
        double mean = Math.exp(sum / Math.max(1, factors.length));
        double[] bounded = new double[factors.length];
        for (int c = 0; c < bounded.length; c++) {
            bounded[c] = Math.max(1 / STRONGEST, Math.min(STRONGEST, factors[c] / mean));
        }
        return bounded;
    }
}
