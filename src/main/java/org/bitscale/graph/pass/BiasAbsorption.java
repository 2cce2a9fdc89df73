package org.bitscale.graph.pass;

import java.util.List;
import java.util.Map;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;

/**
 * Moves what a channel always exceeds into the bias of the next layer (Nagel et al. 2019, section 4.1.3), which makes the
 * ranges of activations smaller: for c below what a channel takes before its ReLU, {@code relu(x) = relu(x − c) + c}.
 *
 * <p>Done only where it is exact for the values seen: between the layers lies a ReLU, or a Clip that the channel does not
 * reach, and reshapes; the second layer does not pad, because what it pads with would have to be −c.
 */
public final class BiasAbsorption {

    private BiasAbsorption() {}

    /**
     * What is known of a channel before its activation.
     *
     * @param low what it exceeds as a rule: its mean minus three standard deviations in the paper
     * @param largest largest value seen
     */
    public record Channel(double low, double largest) {}

    /** The pairs of layers between which it can be done. */
    public static List<ScalablePair> pairs(Graph graph, Facts facts) {
        return ScalablePair.of(graph, facts).stream()
                .filter(pair -> pair.between().stream().anyMatch(BiasAbsorption::cutsAtZero)
                        && pair.between().stream()
                                .noneMatch(node ->
                                        node.is("LeakyRelu") || node.operator().endsWith("Pool"))
                        && !pads(pair.second()))
                .toList();
    }

    private static boolean cutsAtZero(Node node) {
        return node.is("Relu") || node.is("Clip");
    }

    private static boolean pads(Node layer) {
        String automatic = layer.attributes().text("auto_pad", "NOTSET");
        boolean explicit = java.util.Arrays.stream(
                        layer.attributes().integers("pads").orElse(new long[0]))
                .anyMatch(pad -> pad != 0);
        return layer.is("Conv") && (explicit || automatic.startsWith("SAME"));
    }

    /**
     * The graph with biases absorbed.
     *
     * @param channels by name of the output of each pair's first layer
     */
    public static Graph of(Graph graph, Facts facts, Map<String, List<Channel>> channels) {
        LayerWeights weights = new LayerWeights(graph);
        for (ScalablePair pair : pairs(graph, facts)) {
            List<Channel> known = channels.get(pair.first().output());
            double[] constants = new double[known.size()];
            for (int c = 0; c < constants.length; c++) {
                boolean cut = known.get(c).largest() >= pair.limit();
                constants[c] = cut ? 0 : Math.max(0, known.get(c).low());
            }
            weights.absorb(pair.first(), pair.second(), constants);
        }
        return weights.graph();
    }
}
