package org.bitscale.graph.op;

import java.util.List;

/**
 * An input of a node that holds what was learned.
 *
 * @param input its index
 * @param weight whether it is multiplied with or looked up, such as a kernel or an embedding, and so decayed in training;
 *     biases and the factors of a normalization are not
 */
public record Parameter(int input, boolean weight) {

    static final List<Parameter> WEIGHT_AND_BIAS = List.of(new Parameter(1, true), new Parameter(2, false));

    static final List<Parameter> SCALE_AND_BIAS = List.of(new Parameter(1, false), new Parameter(2, false));
}
