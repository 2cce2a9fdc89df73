package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.List;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;

/**
 * A tensor whose channels can be divided by positive factors where they are made and multiplied with them where they are
 * read: between the layers of a {@link ScalablePair} without limit, or behind a LayerNormalization over the last axis that
 * layers alone read.
 *
 * @param maker Conv, Gemm or LayerNormalization with constant factor
 * @param readers Conv, Gemm or MatMul layers, all that read it
 * @param tensor what they read
 * @param lastAxis whether channels are the tensor's last axis, not axis 1
 */
public record ScalableInput(Node maker, List<Node> readers, String tensor, boolean lastAxis) {

    /** Copies the list. */
    public ScalableInput {
        readers = List.copyOf(readers);
    }

    /** Those of a graph, in its order. */
    public static List<ScalableInput> of(Graph graph, Facts facts) {
        Layers layers = new Layers(graph);
        List<ScalableInput> inputs = new ArrayList<>();
        for (ScalablePair pair : ScalablePair.of(graph, facts)) {
            if (Double.isInfinite(pair.limit())) {
                inputs.add(new ScalableInput(
                        pair.first(),
                        List.of(pair.second()),
                        pair.second().input(0),
                        pair.second().is("Gemm")));
            }
        }
        for (Node node : graph.nodes()) {
            if (normalizesLastAxis(node, graph, facts)) {
                List<Node> readers = layers.consumers(node.output());
                boolean onlyLayers = !readers.isEmpty()
                        && !graph.isOutput(node.output())
                        && readers.stream().allMatch(reader -> reads(reader, node.output(), layers));
                if (onlyLayers) {
                    inputs.add(new ScalableInput(node, readers, node.output(), true));
                }
            }
        }
        return inputs;
    }

    private static boolean normalizesLastAxis(Node node, Graph graph, Facts facts) {
        if (!node.is("LayerNormalization") || node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())) {
            return false;
        }
        int rank = facts.shape(node, 0).rank();
        boolean last = Math.floorMod((int) node.attributes().integer("axis", -1), rank) == rank - 1;
        boolean constant = graph.constant(node, 1).isPresent()
                && (!node.hasInput(2) || graph.constant(node, 2).isPresent());
        return last && constant;
    }

    private static boolean reads(Node reader, String tensor, Layers layers) {
        return (reader.is("MatMul") || reader.is("Gemm"))
                && layers.isWeighted(reader)
                && reader.input(0).equals(tensor)
                && reader.inputs().stream().filter(tensor::equals).count() == 1;
    }
}
