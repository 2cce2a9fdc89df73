package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A way of quantizing a layer's weights while they are trained. It is written into the training form, into the method
 * that gives the integers that are exported, and, where gradients are changed, into the optimizer's step: always the same
 * text, so that what is exported is what was trained.
 */
interface WeightQuantizer {

    /**
     * Quantized weights as expressions.
     *
     * @param position where weights lie between codes: divided by their scale and clipped, not rounded
     * @param integers codes, held in floats; differentiable
     * @param scale what the codes stand for, one or one for each channel
     */
    record Codes(String position, String integers, String scale) {}

    /** What is trained beside the weights. */
    List<TrainedParameter> parameters();

    /**
     * Writes the quantizer.
     *
     * @param values the expression of what is trained beside the weights, by its name
     * @param weights the expression of the weights
     */
    Codes codes(TorchProgram program, UnaryOperator<String> values, String weights);

    /**
     * Writes, into the optimizer's step, how the gradient that came straight through the rounding is corrected.
     *
     * @param gradient of the weights, changed in place
     */
    default void correct(TorchProgram step, Codes codes, String gradient) {}

    /** Whether {@link #correct} does anything. */
    default boolean corrects() {
        return false;
    }

    /** Makes one. */
    interface Factory {

        /** The quantizer of a layer's weights. */
        WeightQuantizer of(LayerWeights layer, QuantizerAids aids);
    }
}
