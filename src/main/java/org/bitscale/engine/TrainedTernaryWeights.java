package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.TorchText;
import org.bitscale.quant.Centroids;
import org.bitscale.quant.TrainedTernary;

/**
 * Trained ternary quantization (Zhu et al. 2017): weights beyond a share t of the layer's largest magnitude are W_p or
 * −W_n, which are learned from the sum of these weights' gradients; the others are 0. The gradient of the weights behind is
 * multiplied by W_p, W_n or 1, as in the paper. The two sums are divided by √n, n being the number of weights.
 */
record TrainedTernaryWeights(LayerWeights layer) implements WeightQuantizer {

    private static final float SMALLEST = 1e-8f;

    @Override
    public List<TrainedParameter> parameters() {
        float[] start = Centroids.ternary(layer.weights().values());
        double slower = 1 / Math.sqrt(layer.weights().values().length);
        return List.of(learned("positive value", start[2], slower), learned("negative value", -start[0], slower));
    }

    private TrainedParameter learned(String what, float start, double slower) {
        return new TrainedParameter(
                layer.name(what),
                Tensor.ofFloats(new float[] {Math.max(SMALLEST, start)}, 1),
                TrainedParameter.Kind.SCALE,
                slower);
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        String detached = program.assign("torch.detach(" + weights + ")");
        String threshold = program.assign("torch.mul(torch.max(torch.abs(%s)), %s)"
                .formatted(detached, TorchText.real(TrainedTernary.THRESHOLD)));
        String above = program.assign("torch.to(torch.gt(%s, %s), 6)".formatted(detached, threshold));
        String below = program.assign("torch.to(torch.lt(%s, torch.neg(%s)), 6)".formatted(detached, threshold));
        String up = program.assign("torch.mul(%s, %s)".formatted(values.apply(layer.name("positive value")), above));
        String down = program.assign("torch.mul(%s, %s)".formatted(values.apply(layer.name("negative value")), below));
        String chosen = program.assign("torch.sub(%s, %s)".formatted(up, down));
        String middle = "torch.rsub(torch.add(%s, %s), 1.)".formatted(above, below);
        String speed = program.assign("torch.detach(torch.add(torch.add(%s, %s), %s))".formatted(up, down, middle));
        String moved = program.assign("torch.mul(%s, torch.sub(%s, %s))".formatted(speed, weights, detached));
        String one = program.assign("torch.ones_like(" + threshold + ")");
        return new Codes(weights, program.assign("torch.add(%s, %s)".formatted(chosen, moved)), one);
    }
}
