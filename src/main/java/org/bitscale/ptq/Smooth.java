package org.bitscale.ptq;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.engine.ChannelStatistics;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.LayerWeights;
import org.bitscale.graph.pass.ScalableInput;

/**
 * Moves the difficulty of quantizing from activations to weights (Xiao et al. 2023, "SmoothQuant"): input channel j of a
 * layer is divided by {@code s_j = max|X_j|^α / max|W_j|^(1−α)} where it is made and multiplied with it where it is read,
 * so that an outlier channel no longer sets the scale of all. Inputs that are no {@link ScalableInput} stay as they are.
 *
 * @param strength α: 0 leaves all of the difficulty to activations, 1 to weights
 */
record Smooth(double strength) implements PtqStep {

    @Override
    public Draft apply(Draft draft, PtqContext context) {
        Graph graph = draft.folded();
        List<ScalableInput> inputs = ScalableInput.of(graph, ShapeInference.of(graph, context.operators()));
        LayerWeights weights = new LayerWeights(graph);
        for (boolean last : new boolean[] {false, true}) {
            Set<String> tensors = new LinkedHashSet<>();
            inputs.stream().filter(input -> input.lastAxis() == last).forEach(input -> tensors.add(input.tensor()));
            if (!tensors.isEmpty()) {
                Map<String, ChannelStatistics> seen = context.statistics(graph, tensors, last ? -1 : 1);
                inputs.stream()
                        .filter(input -> input.lastAxis() == last)
                        .forEach(input -> scale(weights, input, factors(weights, input, seen.get(input.tensor()))));
            }
        }
        return draft.with(weights.graph());
    }

    private double[] factors(LayerWeights weights, ScalableInput input, ChannelStatistics seen) {
        double[] factors = new double[seen.channels()];
        double[] read = new double[factors.length];
        input.readers().forEach(reader -> {
            double[] largest = weights.largestByInput(reader);
            for (int c = 0; c < read.length; c++) {
                read[c] = Math.max(read[c], largest[c]);
            }
        });
        for (int c = 0; c < factors.length; c++) {
            double taken = seen.magnitude(c);
            factors[c] = taken == 0 || read[c] == 0 ? 1 : Math.pow(taken, strength) / Math.pow(read[c], 1 - strength);
        }
        return ScaleFactors.bounded(factors);
    }

    private static void scale(LayerWeights weights, ScalableInput input, double[] factors) {
        weights.divide(input.maker(), factors);
        input.readers().forEach(reader -> weights.multiply(reader, factors));
    }
}
