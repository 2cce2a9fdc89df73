package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.quant.LevelFormat;
import org.bitscale.quant.PowerOfTwoScale;

/**
 * Blocks of weights under a power of two each, that of their largest magnitude divided by that of the format's largest
 * level ({@link PowerOfTwoScale#ofBlock}), at every step anew; straight-through inside the range (Rouhani et al. 2023,
 * "Microscaling Data Formats for Deep Learning").
 */
record BlockScaledWeights(LayerWeights layer) implements WeightQuantizer {

    private static final int SMALLEST_EXPONENT = -126;

    @Override
    public List<TrainedParameter> parameters() {
        return List.of();
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        LevelFormat format = layer.format();
        String largest = program.assign(layer.largest("torch.abs(torch.detach(" + weights + "))"));
        String exponent = program.assign("torch.clamp(torch.sub(torch.frexp(%s)[1], %d), %d, None)"
                .formatted(largest, 1 + Math.getExponent(format.largest()), SMALLEST_EXPONENT));
        String scale = program.assign("torch.exp2(torch.to(" + exponent + ", 6))");
        return ObservedWeights.clamped(layer, program, weights, scale);
    }
}
