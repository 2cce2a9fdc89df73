package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.op.TorchText;

/**
 * Weights under a scale from their own statistics (SAWB, statistics-aware weight binning, Choi et al. 2018): clipped at
 * {@code c₁·√E(w²) − c₂·E|w|}, at every step anew. As in the paper the two numbers of each width are a line fitted
 * through the clips of smallest squared error of six distributions (normal, Laplace, uniform, logistic, triangular, von
 * Mises); those here are fitted for signed integers with a zero, which the paper's grid does not have. The clip is not
 * let fall below {@code E|w|}, where the line leaves the distributions it was fitted to.
 */
record BinnedWeights(LayerWeights layer) implements WeightQuantizer {

    /** Of 2 to 8 bits. */
    private static final double[][] COEFFICIENTS = {
        {2.387, 1.677},
        {6.240, 5.597},
        {11.053, 11.004},
        {15.976, 16.695},
        {21.161, 22.775},
        {25.566, 27.957},
        {28.624, 31.527}
    };

    @Override
    public List<TrainedParameter> parameters() {
        return List.of();
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        double[] coefficients = COEFFICIENTS[Math.min(layer.format().bits() - 2, COEFFICIENTS.length - 1)];
        String detached = program.assign("torch.detach(" + weights + ")");
        String magnitude = program.assign(layer.mean("torch.abs(" + detached + ")"));
        String root = program.assign("torch.sqrt(" + layer.mean("torch.mul(%1$s, %1$s)".formatted(detached)) + ")");
        String line = "torch.sub(torch.mul(%s, %s), torch.mul(%s, %s))"
                .formatted(root, TorchText.real(coefficients[0]), magnitude, TorchText.real(coefficients[1]));
        String scale = program.assign("torch.clamp(torch.div(torch.maximum(%s, %s), %s), %s, None)"
                .formatted(line, magnitude, TorchText.real(layer.format().largest()), Rounding.SMALLEST_SCALE));
        return ObservedWeights.clamped(layer, program, weights, scale);
    }
}
