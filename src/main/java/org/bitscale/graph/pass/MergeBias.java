package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Facts;

/**
 * Writes layers the one way that integer kernels know: a MatMul of a matrix with constant weights becomes a Gemm, and an
 * Add of one constant a channel after a Conv or Gemm becomes its bias.
 */
public final class MergeBias {

    private MergeBias() {}

    /** The graph with biases merged; {@code facts} are its shapes. */
    public static Graph of(Graph graph, Facts facts) {
        Layers layers = new Layers(graph);
        FreshNames names = new FreshNames(graph);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        Set<String> merged = new HashSet<>();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (merged.contains(node.name())) {
                continue;
            }
            Node layer = asGemm(node, graph, facts, constants, names);
            boolean takesBias = (layer.is("Conv") || layer.is("Gemm"))
                    && (layers.isWeighted(node) || layer != node)
                    && !layer.hasInput(2);
            Optional<Node> add =
                    takesBias ? layers.onlyConsumer(layer.output()).filter(next -> next.is("Add")) : Optional.empty();
            if (add.isPresent()) {
                int channels = constants.get(layer.input(1)).size(0);
                String made = layer.output();
                String other = add.get().inputs().stream()
                        .filter(i -> !i.equals(made))
                        .findFirst()
                        .orElse("");
                Optional<Tensor> bias = perChannel(
                        constants.get(other),
                        channels,
                        facts.type(layer.output()).shape().rank(),
                        layer.is("Conv"));
                if (bias.isPresent()) {
                    String name = names.of(layer.name() + ".bias");
                    constants.put(name, bias.get());
                    layer = layer.withInput(2, name).withOutput(add.get().output());
                    merged.add(add.get().name());
                }
            }
            nodes.add(layer);
        }
        return graph.with(nodes, constants);
    }

    private static Node asGemm(Node node, Graph graph, Facts facts, Map<String, Tensor> constants, FreshNames names) {
        if (!node.is("MatMul") || facts.shape(node, 0).rank() != 2) {
            return node;
        }
        Optional<Tensor> weights = graph.constant(node, 1).filter(w -> w.rank() == 2);
        if (weights.isEmpty()) {
            return node;
        }
        float[] from = weights.get().floats();
        int in = weights.get().size(0);
        int out = weights.get().size(1);
        float[] to = new float[from.length];
        for (int i = 0; i < in; i++) {
            for (int o = 0; o < out; o++) {
                to[o * in + i] = from[i * out + o];
            }
        }
        String name = names.of(node.name() + ".weight");
        constants.put(name, Tensor.ofFloats(to, out, in));
        return Node.of(node.name(), "Gemm", List.of(node.input(0), name), node.output(), Attributes.of("transB", 1));
    }

    /** The constant as one value a channel, if it is one that broadcasts along the channel axis only. */
    static Optional<Tensor> perChannel(Tensor constant, int channels, int rank, boolean conv) {
        if (constant == null || !constant.type().isFloat() || constant.rank() > rank) {
            return Optional.empty();
        }
        long[] sizes = new long[rank];
        Arrays.fill(sizes, 1);
        System.arraycopy(constant.sizes(), 0, sizes, rank - constant.rank(), constant.rank());
        int channelAxis = conv ? 1 : rank - 1;
        for (int axis = 0; axis < rank; axis++) {
            if (sizes[axis] != 1 && (axis != channelAxis || sizes[axis] != channels)) {
                return Optional.empty();
            }
        }
        float[] values = constant.floats();
        float[] bias = new float[channels];
        for (int c = 0; c < channels; c++) {
            bias[c] = values[values.length == 1 ? 0 : c];
        }
        return Optional.of(Tensor.ofFloats(bias, channels));
    }
}
