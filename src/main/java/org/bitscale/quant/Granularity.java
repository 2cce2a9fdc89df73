package org.bitscale.quant;

/** Who shares a scale. */
public enum Granularity {
    /** One scale for the whole tensor. */
    TENSOR,
    /** One scale for each output channel of a layer. */
    CHANNEL
}
