package org.bitscale.experiment.search;

/** What a plan spends. */
public enum Cost {
    /** Bits that all numbers take. */
    PACKED_BITS,
    /** Multiply-accumulates of one example, times weight bits, times activation bits; 32 bits for float. */
    BOPS,
    /** Weight bits, all layers with weights together: the mean bits of a weight, times the number of weights. */
    WEIGHT_BITS,
    /** Time of one example in ONNX Runtime on this machine, microseconds, summed over the layers. */
    MICROSECONDS
}
