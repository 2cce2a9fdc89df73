package org.bitscale.graph.quantize;

/** How codes are stored in the exported file. */
public enum Layout {
    /** One int8 for each weight: runs in integer kernels. */
    FAST,
    /** Weights of 4 bits and less as INT4, half the bytes; ONNX Runtime computes those layers in float. */
    SMALL
}
