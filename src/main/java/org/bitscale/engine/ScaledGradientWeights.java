package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.op.TorchText;

/**
 * Weights under learned scales whose gradients are scaled element by element (EWGS, Lee et al. 2021): {@code g·(1 +
 * δ·sign(g)·(v − round(v)))}, v being the weight divided by its scale. What autograd records is linear in the gradient
 * and this is not; but a weight is quantized once in a step, so that its gradient is the quantizer's, and it is corrected
 * in the optimizer's step. Activations keep the straight-through gradient.
 *
 * @param delta δ, relative to a distance of one code
 */
record ScaledGradientWeights(LearnedStepWeights learned, double delta) implements WeightQuantizer {

    @Override
    public List<TrainedParameter> parameters() {
        return learned.parameters();
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        return learned.codes(program, values, weights);
    }

    @Override
    public void correct(TorchProgram step, Codes codes, String gradient) {
        step.run("torch.addcmul_(%s, torch.abs(%s), torch.sub(%s, %s), value=%s)"
                .formatted(gradient, gradient, codes.position(), codes.integers(), TorchText.real(delta)));
    }

    @Override
    public boolean corrects() {
        return delta > 0;
    }
}
