package org.bitscale.quant;

/**
 * Three values a layer, one negative, 0 and one positive, the outer two trained apart (Zhu et al. 2017, "Trained Ternary
 * Quantization"). A weight beyond {@value #THRESHOLD} of the layer's largest magnitude is one of the outer two.
 */
public record TrainedTernary() implements NumberFormat {

    /** Share of the largest magnitude below which a weight is 0. */
    public static final double THRESHOLD = 0.05;

    @Override
    public int bits() {
        return 2;
    }

    @Override
    public String label() {
        return "TTQ";
    }
}
