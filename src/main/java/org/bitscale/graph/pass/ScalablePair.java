package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.Facts;

/**
 * Two layers between which each channel can be divided by a positive factor and multiplied with it again, because nothing
 * lies between them but functions f with f(s·x) = s·f(x) for s &gt; 0, and nobody else reads what lies between: Relu,
 * LeakyRelu, pools, and reshapes that leave one value a channel. A Clip from 0 upwards is such a function as long as its
 * upper limit is not reached.
 *
 * @param first Conv or Gemm that makes the channels
 * @param between what lies between, in order
 * @param second Conv or Gemm that reads them
 * @param limit smallest upper limit of a Clip between; infinite without one
 */
public record ScalablePair(Node first, List<Node> between, Node second, double limit) {

    private static final Set<String> HOMOGENEOUS =
            Set.of("Relu", "LeakyRelu", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool");
    private static final Set<String> RESHAPES = Set.of("Flatten", "Reshape", "Squeeze");

    /** Copies the list. */
    public ScalablePair {
        between = List.copyOf(between);
    }

    /** Number of channels. */
    public int channels(Graph graph) {
        return Weights.of(first, graph.constants().get(first.input(1))).channels();
    }

    /** The pairs of a graph, in its order. */
    public static List<ScalablePair> of(Graph graph, Facts facts) {
        Layers layers = new Layers(graph);
        List<ScalablePair> pairs = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (isLayer(node, layers)) {
                after(node, graph, facts, layers).ifPresent(pairs::add);
            }
        }
        return pairs;
    }

    private static boolean isLayer(Node node, Layers layers) {
        return (node.is("Conv") || node.is("Gemm")) && layers.isWeighted(node);
    }

    private static Optional<ScalablePair> after(Node first, Graph graph, Facts facts, Layers layers) {
        long channels = graph.constants().get(first.input(1)).size(0);
        List<Node> between = new ArrayList<>();
        double limit = Double.POSITIVE_INFINITY;
        Optional<Node> next = layers.onlyConsumer(first.output());
        while (next.isPresent()) {
            Node node = next.get();
            if (isLayer(node, layers)) {
                boolean fits = node.input(0)
                                .equals(
                                        between.isEmpty()
                                                ? first.output()
                                                : last(between).output())
                        && inputChannels(node, graph) == channels;
                return fits ? Optional.of(new ScalablePair(first, between, node, limit)) : Optional.empty();
            }
            Optional<Double> upper = limit(node, channels, graph, facts);
            if (upper.isEmpty()) {
                return Optional.empty();
            }
            limit = Math.min(limit, upper.get());
            between.add(node);
            next = layers.onlyConsumer(node.output());
        }
        return Optional.empty();
    }

    private static Node last(List<Node> nodes) {
        return nodes.get(nodes.size() - 1);
    }

    /** How many channels a layer reads. */
    static long inputChannels(Node layer, Graph graph) {
        Tensor weights = graph.constants().get(layer.input(1));
        return weights.size(1) * (layer.is("Conv") ? layer.attributes().integer("group", 1) : 1L);
    }

    /** Up to where a function is homogeneous; empty if it is not. */
    private static Optional<Double> limit(Node node, long channels, Graph graph, Facts facts) {
        if (node.is("Clip")) {
            Optional<Float> low = scalar(node, 1, graph);
            Optional<Float> high = scalar(node, 2, graph);
            return low.isPresent() && low.get() == 0 && high.isPresent() && high.get() > 0
                    ? Optional.of((double) high.get())
                    : Optional.empty();
        }
        boolean keeps = node.domain().isEmpty()
                && (HOMOGENEOUS.contains(node.operator())
                        || RESHAPES.contains(node.operator()) && oneValueEach(node, channels, facts));
        return keeps && node.outputs().size() == 1 ? Optional.of(Double.POSITIVE_INFINITY) : Optional.empty();
    }

    private static Optional<Float> scalar(Node node, int index, Graph graph) {
        return graph.constant(node, index)
                .filter(tensor -> tensor.elements() == 1)
                .map(tensor -> tensor.floats()[0]);
    }

    private static boolean oneValueEach(Node node, long channels, Facts facts) {
        Shape from = facts.shape(node, 0);
        Shape to = facts.type(node.output()).shape();
        return values(from) == channels && to.rank() == 2 && values(to) == channels;
    }

    private static long values(Shape shape) {
        return shape.withoutBatch()
                .elements()
                .filter(size -> size.isKnown())
                .map(size -> size.size())
                .orElse(-1L);
    }
}
