package org.bitscale.quant;

/** Who shares a scale. */
public enum Granularity {
    /** One scale for the whole tensor. */
    TENSOR,
    /** One scale for each output channel of a layer. */
    CHANNEL,
    /** One scale for each group of so many weights of an output channel, the last group of a channel being smaller. */
    GROUP
}
