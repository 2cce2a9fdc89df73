package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.quant.BinaryFormat;
import org.bitscale.quant.Codebook;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.NumberFormat;
import org.bitscale.quant.TrainedTernary;

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
     * @param integers levels of the codes; differentiable
     * @param scale what the levels are multiplied by: one, one for each channel, or one for each weight
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

    /** The quantizer of a layer: the method's own, but where its format has one of its own. */
    static WeightQuantizer of(LayerWeights layer, QatMethod method, QuantizerAids aids) {
        NumberFormat format = layer.spec().format();
        if (format instanceof Codebook codebook) {
            return new CodebookWeights(layer, codebook);
        }
        if (format instanceof TrainedTernary) {
            return new TrainedTernaryWeights(layer);
        }
        if (layer.spec().scales().powersOfTwo()) {
            return new BlockScaledWeights(layer);
        }
        if (method == QatMethod.STE && format instanceof BinaryFormat) {
            return new BinaryWeights(layer);
        }
        if (method == QatMethod.STE && format.equals(IntegerFormat.TERNARY)) {
            return new TernaryWeights(layer);
        }
        return method.weights().of(layer, aids);
    }

    /** Makes one. */
    interface Factory {

        /** The quantizer of a layer's weights. */
        WeightQuantizer of(LayerWeights layer, QuantizerAids aids);
    }
}
