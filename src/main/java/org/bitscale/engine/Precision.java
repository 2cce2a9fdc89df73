package org.bitscale.engine;

/** What the products of a training are computed in. The deployed form is evaluated in float32 whatever this is. */
public enum Precision {
    /** Everything in float32. */
    FLOAT32,
    /**
     * Mixed: factors of convolutions and matrix products are rounded to bfloat16, forward and backward; sums within a
     * product, parameters, normalizations, quantizers and the loss stay in float32 (Micikevicius et al. 2018, Kalamkar et
     * al. 2019). bfloat16 has float32's range, so that the loss needs no scaling. Faster where the device has bfloat16
     * units: NVIDIA from Ampere on, x86 with AMX or AVX512_BF16.
     */
    BFLOAT16
}
