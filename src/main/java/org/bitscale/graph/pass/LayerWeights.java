package org.bitscale.graph.pass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;

/**
 * Weights and biases of a graph's layers while they are changed. Conv and Gemm (transB = 1) have output channels along axis
 * 0 and the input channels of a group along axis 1; a MatMul is looked at where it reads only, its input channels being
 * axis 0; a LayerNormalization where it makes channels only, with a factor and an offset each.
 */
public final class LayerWeights {

    private final Graph graph;
    private final Map<String, float[]> weights = new LinkedHashMap<>();
    private final Map<String, float[]> biases = new LinkedHashMap<>();

    /** Of a graph. */
    public LayerWeights(Graph graph) {
        this.graph = graph;
    }

    private float[] weights(Node layer) {
        return weights.computeIfAbsent(layer.name(), name -> tensor(layer).floats());
    }

    private Tensor tensor(Node layer) {
        return graph.constants().get(layer.input(1));
    }

    private float[] bias(Node layer) {
        return biases.computeIfAbsent(layer.name(), name -> graph.constant(layer, 2)
                .map(Tensor::floats)
                .orElseGet(() -> new float[tensor(layer).size(0)]));
    }

    /** The largest magnitude of each output channel. */
    public double[] largestByOutput(Node layer) {
        float[] values = weights(layer);
        double[] largest = new double[tensor(layer).size(0)];
        int each = values.length / largest.length;
        for (int i = 0; i < values.length; i++) {
            largest[i / each] = Math.max(largest[i / each], Math.abs(values[i]));
        }
        return largest;
    }

    /** The largest magnitude that each input channel is multiplied with. */
    public double[] largestByInput(Node layer) {
        float[] values = weights(layer);
        Inputs inputs = inputs(layer);
        double[] largest = new double[inputs.channels()];
        for (int i = 0; i < values.length; i++) {
            int channel = inputs.channel(i);
            largest[channel] = Math.max(largest[channel], Math.abs(values[i]));
        }
        return largest;
    }

    /** Divides output channels of one layer, and multiplies input channels of the next, by a factor each. */
    public void rescale(Node first, Node second, double[] factors) {
        divide(first, factors);
        multiply(second, factors);
    }

    /** Divides output channels by a factor each. */
    public void divide(Node first, double[] factors) {
        float[] made = weights(first);
        int each = made.length / factors.length;
        for (int i = 0; i < made.length; i++) {
            made[i] = (float) (made[i] / factors[i / each]);
        }
        if (first.hasInput(2) || biases.containsKey(first.name())) {
            float[] offset = bias(first);
            for (int c = 0; c < factors.length; c++) {
                offset[c] = (float) (offset[c] / factors[c]);
            }
        }
    }

    /** Multiplies what is read of each input channel by a factor. */
    public void multiply(Node second, double[] factors) {
        float[] read = weights(second);
        Inputs inputs = inputs(second);
        for (int i = 0; i < read.length; i++) {
            read[i] = (float) (read[i] * factors[inputs.channel(i)]);
        }
    }

    /** Subtracts a constant from output channels of one layer, and adds what it gives in the next to that one's bias. */
    public void absorb(Node first, Node second, double[] constants) {
        float[] offset = bias(first);
        for (int c = 0; c < constants.length; c++) {
            offset[c] = (float) (offset[c] - constants[c]);
        }
        float[] read = weights(second);
        Inputs inputs = inputs(second);
        float[] next = bias(second);
        double[] added = new double[next.length];
        int each = read.length / added.length;
        for (int i = 0; i < read.length; i++) {
            added[i / each] += read[i] * constants[inputs.channel(i)];
        }
        for (int o = 0; o < next.length; o++) {
            next[o] = (float) (next[o] + added[o]);
        }
    }

    private Inputs inputs(Node layer) {
        Tensor tensor = tensor(layer);
        if (layer.is("MatMul")) {
            return new Inputs(1, tensor.size(0), 1, tensor.size(1));
        }
        int groups = (int) (layer.is("Conv") ? layer.attributes().integer("group", 1) : 1);
        int kernel = tensor.elements() / (tensor.size(0) * tensor.size(1));
        return new Inputs(tensor.size(0), tensor.size(1), groups, kernel);
    }

    /** Which input channel a weight belongs to. */
    private record Inputs(int outputs, int perGroup, int groups, int kernel) {

        int channels() {
            return perGroup * groups;
        }

        int channel(int index) {
            int output = index / (perGroup * kernel);
            int group = output / (outputs / groups);
            return group * perGroup + index / kernel % perGroup;
        }
    }

    /** The graph with the weights and biases as they are now. */
    public Graph graph() {
        FreshNames names = new FreshNames(graph);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Node changed = node;
            if (weights.containsKey(node.name())) {
                changed = changed.withInput(1, names.of(node.name() + ".weight_scaled"));
                constants.put(
                        changed.input(1),
                        Tensor.ofFloats(weights.get(node.name()), tensor(node).sizes()));
            }
            float[] bias = biases.get(node.name());
            if (bias != null) {
                changed = changed.withInput(2, names.of(node.name() + ".bias_scaled"));
                constants.put(changed.input(2), Tensor.ofFloats(bias, bias.length));
            }
            nodes.add(changed);
        }
        return graph.with(nodes, constants);
    }
}
