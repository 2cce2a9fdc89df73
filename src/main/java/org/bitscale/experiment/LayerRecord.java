package org.bitscale.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.TensorQuantSpec;

/**
 * One layer of a network under a plan.
 *
 * @param name its stable name
 * @param operator its ONNX type
 * @param scheme bits, such as {@code W4A8}, {@code A8} or {@code float}
 * @param parameters number of floating constants it reads
 * @param macs multiply-accumulates of one example
 * @param bops those, times weight bits, times activation bits; 32 bits for float
 */
public record LayerRecord(String name, String operator, String scheme, long parameters, long macs, long bops) {

    private static final int FLOAT_BITS = 32;

    /** The layers of a network whose batch normalizations are folded, in order. */
    static List<LayerRecord> of(Graph folded, QuantPlan plan, OperatorTable operators) {
        Facts facts = ShapeInference.of(folded, operators);
        List<LayerRecord> layers = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        for (Node node : folded.nodes()) {
            LayerPlan scheme = plan.of(node.name());
            long macs = operators.of(node).macs(node, facts);
            layers.add(new LayerRecord(
                    node.name(),
                    node.operator(),
                    scheme.describe(),
                    parameters(folded, node, counted),
                    macs,
                    macs * bits(scheme.weights()) * bits(scheme.input())));
        }
        return layers;
    }

    private static int bits(Optional<TensorQuantSpec> spec) {
        return spec.map(s -> s.format().bits()).orElse(FLOAT_BITS);
    }

    private static long parameters(Graph graph, Node node, Set<String> counted) {
        return node.inputs().stream()
                .filter(counted::add)
                .map(graph.constants()::get)
                .filter(constant -> constant != null && constant.type().isFloat())
                .mapToLong(Tensor::elements)
                .sum();
    }
}
