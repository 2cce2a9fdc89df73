package org.bitscale.experiment.saturation;

/**
 * What saturation at 16 bits does in one layer.
 *
 * @param layer its name
 * @param operator Conv, Gemm or MatMul
 * @param depthwise whether it is a depthwise convolution, whose kernels do not add in pairs
 * @param pairs of weights that are added in 16 bits
 * @param pairsAtRisk those whose sum of products leaves 16 bits for some input
 * @param sums computed on the data, pairs of any number in each
 * @param saturatedSums those in which a pair saturated
 * @param worstOverflow by how much the largest pair left 16 bits, in units of the integer products
 */
public record LayerSaturation(
        String layer,
        String operator,
        boolean depthwise,
        long pairs,
        long pairsAtRisk,
        long sums,
        long saturatedSums,
        int worstOverflow) {

    /** Share of the sums in which a pair saturated. */
    public double share() {
        return sums == 0 ? 0 : (double) saturatedSums / sums;
    }

    /** Whether inputs exist for which a pair saturates. */
    public boolean isAtRisk() {
        return pairsAtRisk > 0;
    }
}
