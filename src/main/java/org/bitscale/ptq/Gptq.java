package org.bitscale.ptq;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.data.BatchLoader;
import org.bitscale.engine.InputMoments;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.DeadCode;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.quant.SecondOrderRounding;

/**
 * Rounds the weights of each layer so that later ones make up for the errors of earlier ones, on what the network
 * quantized so far feeds the layer ({@link SecondOrderRounding}). Memory and time grow with the square and the cube of
 * the number of weights of an output channel; layers with more than {@value #LARGEST} keep the rounding to nearest.
 *
 * @param damping what is added to the diagonal of the moments, as a share of its mean
 */
record Gptq(double damping) implements PtqStep {

    private static final int LARGEST = 4096;

    @Override
    public Draft apply(Draft draft, PtqContext context) {
        Draft now = draft;
        int done = 0;
        for (Map.Entry<String, QuantizedWeights> layer : draft.weights().entrySet()) {
            context.progress().checkCancelled();
            context.progress().update("gptq", done++, draft.weights().size(), layer.getKey());
            now = rounded(now, layer.getKey(), layer.getValue(), context);
        }
        return now;
    }

    private Draft rounded(Draft draft, String name, QuantizedWeights start, PtqContext context) {
        Graph deployed = draft.deployed(context.placement());
        Node layer = node(deployed, name);
        Node real = node(draft.folded(), name);
        Tensor tensor = draft.folded().constants().get(real.input(1));
        Weights weights = Weights.of(real, tensor);
        if (weights.values().length / weights.channels() > LARGEST) {
            return draft;
        }
        Graph needed = DeadCode.removed(deployed.withOutputs(List.of(new ValueInfo(
                layer.input(0), ShapeInference.of(deployed, context.operators()).type(layer.input(0))))));
        Optional<InputMoments> moments;
        try (BatchLoader loader = context.examples().batches()) {
            moments = InputMoments.of(
                    needed,
                    context.operators(),
                    layer,
                    tensor,
                    loader,
                    context.examples().size(),
                    context.engine(),
                    context.quiet());
        }
        return moments.map(known -> draft.with(Map.of(name, rounded(weights, start, known, context)), Map.of()))
                .orElse(draft);
    }

    private QuantizedWeights rounded(
            Weights weights, QuantizedWeights start, InputMoments moments, PtqContext context) {
        int[] codes = new int[start.codes().length];
        Map<Integer, SecondOrderRounding> roundings = new LinkedHashMap<>();
        int[] next = new int[weights.channels()];
        int[][] rows = new int[weights.channels()][];
        int perGroup = weights.channels() / moments.groups().length;
        for (int c = 0; c < rows.length; c++) {
            context.progress().checkCancelled();
            int group = c / perGroup;
            SecondOrderRounding rounding = roundings.computeIfAbsent(
                    group, g -> new SecondOrderRounding(moments.groups()[g], moments.size(), damping));
            rows[c] = rounding.round(weights.values(c), start.grid(weights, c));
        }
        for (int i = 0; i < codes.length; i++) {
            int channel = weights.channel(i);
            codes[i] = rows[channel][next[channel]++];
        }
        return start.withCodes(codes);
    }

    private static Node node(Graph graph, String name) {
        return graph.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
