package org.bitscale.graph.op;

/** What an operator is when a network is quantized for integer kernels (ONNX Runtime's QDQ rules). */
public enum QuantizationRole {
    /** Multiplies its input with weights: both are quantized, and so is what comes out. */
    WEIGHTED,
    /** Computes on quantized inputs and gives a quantized output, each with its own scale (Add, Concat, average pools). */
    ARITHMETIC,
    /** Moves or selects values: what comes out lies on the grid of what goes in (MaxPool, Reshape, Transpose). */
    PASSING,
    /** An activation that the quantizer after it absorbs (Relu, Clip). */
    ACTIVATION,
    /** Runs in float. */
    FLOAT
}
