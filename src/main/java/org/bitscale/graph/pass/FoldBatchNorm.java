package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;

/**
 * Merges each batch normalization that alone follows a Conv, Gemm or MatMul into its weights and bias (Jacob et al. 2018,
 * "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", eq. 14). The layer then
 * makes the tensor that the normalization made; its name stays.
 */
public final class FoldBatchNorm {

    private FoldBatchNorm() {}

    /** The graph with batch normalizations folded; those that follow something else stay. */
    public static Graph of(Graph graph) {
        Layers layers = new Layers(graph);
        FreshNames names = new FreshNames(graph);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        Set<String> folded = new HashSet<>();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Optional<Node> norm = layers.isWeighted(node) ? layers.batchNormAfter(node) : Optional.empty();
            if (norm.isEmpty() || node.is("MatMul")) {
                if (!folded.contains(node.name())) {
                    nodes.add(node);
                }
                continue;
            }
            BatchNormParameters parameters = BatchNormParameters.of(graph, norm.get());
            Weights weights = Weights.of(node, graph.constant(node, 1).orElseThrow());
            float[] bias = graph.constant(node, 2).map(Tensor::floats).orElse(new float[weights.channels()]);
            String weightsName = names.of(node.name() + ".weight_folded");
            String biasName = names.of(node.name() + ".bias_folded");
            constants.put(weightsName, weights.scaled(parameters.factor()).tensor());
            constants.put(biasName, Tensor.ofFloats(foldedBias(bias, parameters), bias.length));
            nodes.add(node.withInputs(List.of(node.input(0), weightsName, biasName))
                    .withOutput(norm.get().output()));
            folded.add(norm.get().name());
        }
        return graph.with(nodes, constants);
    }

    /** The bias b of a layer after folding: factor·b + offset. */
    public static float[] foldedBias(float[] bias, BatchNormParameters parameters) {
        float[] folded = new float[bias.length];
        for (int c = 0; c < folded.length; c++) {
            folded[c] = (float) (bias[c] * parameters.factor()[c] + parameters.offset()[c]);
        }
        return folded;
    }
}
