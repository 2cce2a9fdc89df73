package org.bitscale.ptq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.engine.ChannelStatistics;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.DeadCode;

/**
 * Adds to each bias what a channel gives in float, on average over the examples, beyond what it gives in the network
 * quantized so far, layer after layer (Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias
 * Correction", appendix D; Finkelstein et al. 2019): {@code b ← b + E[y] − E[ŷ]}. Layers that can have no bias are left
 * as they are.
 */
record BiasCorrection() implements PtqStep {

    @Override
    public Draft apply(Draft draft, PtqContext context) {
        Set<String> tensors = new LinkedHashSet<>();
        for (Node node : draft.folded().nodes()) {
            if (draft.weights().containsKey(node.name()) && !node.is("MatMul")) {
                tensors.add(node.output());
            }
        }
        Map<String, ChannelStatistics> real = context.statistics(draft.folded(), tensors);
        Draft now = draft;
        for (String tensor : tensors) {
            now = now.with(corrected(now, tensor, real.get(tensor).mean(), context));
        }
        return now;
    }

    private static Graph corrected(Draft draft, String tensor, double[] wanted, PtqContext context) {
        Graph deployed = draft.deployed(context.placement());
        boolean renamed = draft.folded().isOutput(tensor)
                && !context.placement().sites(tensor).isEmpty();
        String made = renamed ? tensor + "_float" : tensor;
        Graph needed = DeadCode.removed(deployed.withOutputs(List.of(new ValueInfo(
                made, ShapeInference.of(deployed, context.operators()).type(made)))));
        double[] found = context.statistics(needed, Set.of(made)).get(made).mean();
        double[] difference = new double[wanted.length];
        for (int c = 0; c < difference.length; c++) {
            difference[c] = wanted[c] - found[c];
        }
        return moved(draft.folded(), draft.folded().producers().get(tensor), difference);
    }

    /** The graph with something added to a layer's bias. */
    private static Graph moved(Graph graph, Node layer, double[] difference) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        float[] bias = graph.constant(layer, 2)
                .map(Tensor::floats)
                .orElseGet(() -> new float
                        [Weights.of(layer, constants.get(layer.input(1))).channels()]);
        for (int c = 0; c < bias.length; c++) {
            bias[c] += (float) difference[c];
        }
        String name = layer.name() + ".bias_corrected";
        constants.put(name, Tensor.ofFloats(bias, bias.length));
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.replaceAll(node -> node.name().equals(layer.name()) ? node.withInput(2, name) : node);
        return graph.with(nodes, constants);
    }
}
