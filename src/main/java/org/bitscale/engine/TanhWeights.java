package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.op.TorchText;

/**
 * Weights through a hyperbolic tangent (DoReFa-Net, Zhou et al. 2016): {@code tanh(w)/max|tanh(w)|} is quantized, the
 * largest magnitude being the largest code. What the codes stand for keeps the size of the weights, {@code max|tanh(w)|},
 * so that a trained network begins as it was; the maximum is taken as a constant. The paper's grid has no code for 0,
 * which integer kernels need: here codes are the signed integers from −qmax to qmax.
 */
record TanhWeights(LayerWeights layer) implements WeightQuantizer {

    @Override
    public List<TrainedParameter> parameters() {
        return List.of();
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        String bounded = program.assign("torch.tanh(" + weights + ")");
        String largest = layer.largest("torch.abs(torch.detach(" + bounded + "))");
        String scale = program.assign(layer.spread("torch.clamp(torch.div(%s, %s), %s, None)"
                .formatted(largest, TorchText.real(layer.format().largest()), Rounding.SMALLEST_SCALE)));
        String position = program.assign("torch.div(%s, %s)".formatted(bounded, scale));
        return new Codes(position, Rounding.of(program, position, layer.format()), scale);
    }
}
