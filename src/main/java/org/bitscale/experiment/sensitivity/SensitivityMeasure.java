package org.bitscale.experiment.sensitivity;

/** What is measured of a layer at a number of bits. */
public enum SensitivityMeasure {
    /** By how much the mean cross-entropy rises when the layer alone is quantized, nats. */
    LOSS,
    /** Kullback–Leibler divergence of the answers, float against the layer alone quantized, nats an example. */
    DIVERGENCE,
    /** Signal-to-quantization-noise ratio at the layer's output when it alone is quantized, decibels. */
    SQNR,
    /** {@code ½ Σ F·Δw²} with the empirical Fisher information F of each weight and its rounding error Δw, nats. */
    FISHER,
    /**
     * {@code ½ · trace(H)/n · Σ Δw²} with the trace of the layer's block of the Hessian, by Hutchinson's estimate, over its n
     * weights (Z. Dong et al., HAWQ-V2, 2020), nats.
     */
    HESSIAN,
    /** By how much the mean cross-entropy falls when all layers are quantized but this one, nats. */
    KEPT;

    /** A value turned so that more is more sensitive. */
    public double sensitivity(double value) {
        return this == SQNR ? -value : value;
    }
}
