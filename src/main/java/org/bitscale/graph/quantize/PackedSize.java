package org.bitscale.graph.quantize;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.TensorQuantSpec;

/**
 * The bytes that a network needs if every number takes just its bits: codes, scales (32 bits), zero points (8 bits),
 * biases and unquantized constants (32 bits). Told apart from the size of a file, which stores 2-bit codes in bytes.
 */
public final class PackedSize {

    private static final int FLOAT_BITS = 32;
    private static final int ZERO_POINT_BITS = 8;

    private PackedSize() {}

    /** Bytes of a float network: its floating constants. */
    public static long ofFloat(Graph graph) {
        return bytes(graph, Map.of(), 0);
    }

    /** Bytes of a network under integers; {@code sites} is how many activations have parameters of their own. */
    public static long of(Graph folded, Map<String, QuantizedWeights> weights, int sites) {
        return bytes(folded, weights, sites);
    }

    /**
     * Bytes of a network under a plan before anything is quantized: the same as {@link #of(Graph, Map, int)} will say
     * after post-training quantization.
     */
    public static long of(Graph folded, QuantPlan plan, int sites) {
        long bits = 8 * bytes(folded, Map.of(), sites);
        for (Node node : folded.nodes()) {
            Optional<TensorQuantSpec> spec = plan.of(node.name()).weights();
            if (spec.isPresent()) {
                Weights weights = Weights.of(node, folded.constants().get(node.input(1)));
                bits += QuantizedWeights.bits(weights, spec.get()) - (long) weights.values().length * FLOAT_BITS;
            }
        }
        return (bits + 7) / 8;
    }

    private static long bytes(Graph graph, Map<String, QuantizedWeights> weights, int sites) {
        long bits = (long) sites * (FLOAT_BITS + ZERO_POINT_BITS);
        Set<String> counted = new HashSet<>();
        for (Node node : graph.nodes()) {
            QuantizedWeights quantized = weights.get(node.name());
            if (quantized != null) {
                counted.add(node.input(1));
                bits += quantized.bits();
            }
            for (String input : node.inputs()) {
                Tensor constant = graph.constants().get(input);
                if (constant != null && constant.type().isFloat() && counted.add(input)) {
                    bits += (long) constant.elements() * FLOAT_BITS;
                }
            }
        }
        return (bits + 7) / 8;
    }
}
