package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.op.TorchText;

/**
 * Ternary weight networks (Li et al. 2016): weights beyond a threshold of 0.7 times the mean magnitude are −1 or +1 times
 * the mean magnitude of these, the others 0; threshold and scale at every step anew, straight-through everywhere.
 */
record TernaryWeights(LayerWeights layer) implements WeightQuantizer {

    private static final double THRESHOLD = 0.7;

    @Override
    public List<TrainedParameter> parameters() {
        return List.of();
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        String detached = program.assign("torch.detach(" + weights + ")");
        String magnitude = program.assign("torch.abs(" + detached + ")");
        String threshold =
                program.assign("torch.mul(%s, %s)".formatted(layer.mean(magnitude), TorchText.real(THRESHOLD)));
        String large = program.assign("torch.to(torch.gt(%s, %s), 6)".formatted(magnitude, layer.spread(threshold)));
        String kept = program.assign("torch.mul(%s, %s)".formatted(magnitude, large));
        String mean = "torch.div(%s, torch.clamp(%s, %s, None))"
                .formatted(layer.mean(kept), layer.mean(large), Rounding.SMALLEST_SCALE);
        String scale =
                program.assign(layer.spread("torch.clamp(%s, %s, None)".formatted(mean, Rounding.SMALLEST_SCALE)));
        String position = program.assign("torch.div(%s, %s)".formatted(weights, scale));
        String levels = program.assign("torch.mul(torch.sign(%s), %s)".formatted(detached, large));
        return new Codes(position, Rounding.straightThrough(program, position, levels), scale);
    }
}
