package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Signs of weights times their mean magnitude, at every step anew (XNOR-Net, Rastegari et al. 2016); straight-through
 * everywhere.
 */
record BinaryWeights(LayerWeights layer) implements WeightQuantizer {

    @Override
    public List<TrainedParameter> parameters() {
        return List.of();
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        String mean = layer.mean("torch.abs(torch.detach(" + weights + "))");
        String scale = program.assign("torch.clamp(%s, %s, None)".formatted(mean, Rounding.SMALLEST_SCALE));
        return ObservedWeights.clamped(layer, program, weights, scale);
    }
}
