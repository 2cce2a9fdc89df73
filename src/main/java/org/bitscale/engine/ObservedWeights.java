package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.op.TorchText;

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
                .formatted(largest, TorchText.real(layer.format().qmax()), Rounding.SMALLEST_SCALE));
        return clamped(layer, program, weights, scale);
    }

    /** Codes under a scale, clamped to the format and rounded. */
    static Codes clamped(LayerWeights layer, TorchProgram program, String weights, String scale) {
        String position = Rounding.clamp(
                program,
                program.assign("torch.div(%s, %s)".formatted(weights, scale)),
                layer.format().qmin(),
                layer.format().qmax());
        return new Codes(position, Rounding.of(program, position), scale);
    }
}
