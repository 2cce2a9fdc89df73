package org.bitscale.engine;

import org.bitscale.graph.Tensor;

/**
 * Something that a training changes by gradient.
 *
 * @param name the graph's constant, or the name of a scale
 * @param start its value before training
 * @param kind what it is, which decides weight decay and limits
 * @param gradientScale what its gradient is multiplied by
 */
record TrainedParameter(String name, Tensor start, Kind kind, double gradientScale) {

    /** What a parameter is. */
    enum Kind {
        /** Weights of a layer: decayed. */
        WEIGHT,
        /** Bias, factor or offset: not decayed. */
        OTHER,
        /** A quantization scale: not decayed, kept positive. */
        SCALE,
        /** A learned clip: has a decay of its own, kept positive. */
        CLIP
    }
}
