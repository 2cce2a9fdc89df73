package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.Tensor;
import org.bitscale.quant.Centroids;
import org.bitscale.quant.Codebook;

/**
 * Weights that share values (Han et al. 2016): each is the nearest of the layer's centroids, which start at k-means and
 * learn from the sum of the gradients of all weights that have them. The weights behind learn too, straight-through, so
 * that one may come to have another value. A centroid's gradient is divided by √n, n being the mean number of weights
 * that have it, so that it does not outrun single weights.
 */
record CodebookWeights(LayerWeights layer, Codebook codebook) implements WeightQuantizer {

    @Override
    public List<TrainedParameter> parameters() {
        float[] values = layer.weights().values();
        double each = (double) values.length / codebook.entries();
        return List.of(new TrainedParameter(
                layer.name("values"),
                Tensor.ofFloats(Centroids.of(values, codebook.entries()), codebook.entries()),
                TrainedParameter.Kind.OTHER,
                1 / Math.sqrt(Math.max(1, each))));
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        String rising = program.assign("torch.sort(" + values.apply(layer.name("values")) + ")[0]");
        String fixed = program.assign("torch.detach(" + rising + ")");
        int count = codebook.entries();
        String middles =
                program.assign("torch.mul(torch.add(torch.narrow(%s, 0, 0, %d), torch.narrow(%s, 0, 1, %d)), 0.5)"
                        .formatted(fixed, count - 1, fixed, count - 1));
        String places = program.assign("torch.bucketize(torch.detach(%s), %s)".formatted(weights, middles));
        String chosen = program.assign("torch.reshape(torch.index_select(%s, 0, torch.flatten(%s)), torch.size(%s))"
                .formatted(rising, places, weights));
        String one = program.assign("torch.ones_like(torch.select(" + fixed + ", 0, 0))");
        return new Codes(weights, Rounding.straightThrough(program, weights, chosen), one);
    }
}
