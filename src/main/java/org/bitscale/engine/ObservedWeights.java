package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.op.TorchText;
import org.bitscale.quant.BinaryFormat;
import org.bitscale.quant.LevelFormat;

/** Weights whose largest magnitude is the largest code, at every step anew (Jacob et al. 2018). */
record ObservedWeights(LayerWeights layer) implements WeightQuantizer {

    @Override
    public List<TrainedParameter> parameters() {
        return List.of();
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        String largest = layer.largest("torch.abs(torch.detach(" + weights + "))");
        String scale = program.assign("torch.clamp(torch.div(%s, %s), %s, None)"
                .formatted(largest, TorchText.real(layer.format().largest()), Rounding.SMALLEST_SCALE));
        return clamped(layer, program, weights, scale);
    }

    /**
     * Codes under a scale, clamped to the format's levels and rounded. Signs are not clamped: of a weight far from 0 the
     * sign is right, and its gradient no less worth.
     *
     * @param scales as {@link LayerWeights#largest} gives them
     */
    static Codes clamped(LayerWeights layer, TorchProgram program, String weights, String scales) {
        LevelFormat format = layer.format();
        String scale = program.assign(layer.spread(scales));
        String position = program.assign("torch.div(%s, %s)".formatted(weights, scale));
        if (!(format instanceof BinaryFormat)) {
            position = Rounding.clamp(program, position, format.lowest(), format.largest());
        }
        return new Codes(position, Rounding.of(program, position, format), scale);
    }
}
