package org.bitscale.graph.quantize;

import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Target;
import org.bitscale.quant.TensorQuantSpec;

/** What a target runs. */
public final class TargetRules {

    private TargetRules() {}

    /**
     * Most bits of a layer's weights. Depthwise convolutions have kernels of their own, which do not add in pairs.
     *
     * @param inputBits of what it reads
     */
    static int mostWeightBits(Target target, Graph graph, Node node, int inputBits) {
        return isDepthwise(graph, node) ? IntegerFormat.MOST_BITS : target.mostWeightBits(inputBits);
    }

    /** Whether sums of a layer can saturate on x86 processors without VNNI: 8-bit weights in pairs with 8-bit inputs. */
    public static boolean saturates(Graph graph, String layer, LayerPlan plan) {
        return needsReducedRange(graph, layer, plan) && weightBits(plan) == IntegerFormat.BYTE_BITS;
    }

    /** Whether a layer's weights have as many bits as {@link Target#X86} allows where it allows fewer than 8. */
    public static boolean isReduced(Graph graph, String layer, LayerPlan plan) {
        return needsReducedRange(graph, layer, plan) && weightBits(plan) == IntegerFormat.BYTE_BITS - 1;
    }

    private static boolean needsReducedRange(Graph graph, String layer, LayerPlan plan) {
        return plan.weights().isPresent()
                && plan.input()
                        .filter(spec -> Target.X86.mostWeightBits(spec.format().bits()) < IntegerFormat.BYTE_BITS)
                        .isPresent()
                && graph.nodes().stream().noneMatch(node -> node.name().equals(layer) && isDepthwise(graph, node));
    }

    /**
     * Whether the weights of a layer, if any, are integers that kernels multiply as they are: of at most 8 bits, or small
     * floats whose levels are such integers, under one scale for all or for each output channel.
     */
    public static boolean hasIntegerKernel(LayerPlan plan) {
        return plan.weights()
                .filter(weights -> !QuantizedWeights.areIntegers(weights))
                .isEmpty();
    }

    private static int weightBits(LayerPlan plan) {
        return plan.weights().orElseThrow().format().bits();
    }

    private static boolean isDepthwise(Graph graph, Node node) {
        long groups = node.attributes().integer("group", 1);
        return node.is("Conv")
                && groups > 1
                && graph.constant(node, 1)
                        .filter(weights -> weights.size(1) == 1 && weights.size(0) == groups)
                        .isPresent();
    }

    /**
     * Refuses what the target has no kernel for.
     *
     * @throws BadInputException saying which layer, what was expected and what to do
     */
    static void check(Graph graph, Facts facts, OperatorTable operators, QuantPlan plan) {
        Target target = plan.target();
        for (Map.Entry<String, LayerPlan> layer : plan.layers().entrySet()) {
            int bits =
                    layer.getValue().input().map(spec -> spec.format().bits()).orElse(IntegerFormat.BYTE_BITS);
            if (target.fullActivations() && bits != IntegerFormat.BYTE_BITS) {
                throw new BadInputException(
                        "Target %s runs activations of 8 bits, but layer '%s' has %s; give it A8, or choose another target"
                                .formatted(
                                        target.word(),
                                        layer.getKey(),
                                        layer.getValue().describe()));
            }
            if (target.fullActivations() && !hasIntegerKernel(layer.getValue())) {
                throw new BadInputException(
                        "Target %s multiplies integers of 2 to 8 bits under one scale a channel or a tensor, but layer '%s' has %s%s; give it W8A8, or choose another target"
                                .formatted(
                                        target.word(),
                                        layer.getKey(),
                                        layer.getValue().describe(),
                                        layer.getValue()
                                                        .weights()
                                                        .filter(w -> w.granularity() == Granularity.GROUP)
                                                        .isPresent()
                                                ? " in groups"
                                                : ""));
            }
            if (target.integersOnly()) {
                checkInteger(target, layer.getKey(), layer.getValue());
            }
        }
        if (target.integersOnly()) {
            List<String> real = floatNodes(graph, facts, operators, plan);
            if (!real.isEmpty()) {
                throw new BadInputException(
                        "Target %s computes nothing in float, but there are no integer kernels for %s; choose another target"
                                .formatted(target.word(), String.join(", ", real)));
            }
        }
    }

    private static void checkInteger(Target target, String name, LayerPlan layer) {
        if (layer.isFloat()) {
            throw new BadInputException(
                    "Target %s computes nothing in float, but layer '%s' is kept in float; give it W8A8, or choose another target"
                            .formatted(target.word(), name));
        }
        if (layer.weights().map(TensorQuantSpec::granularity).orElse(Granularity.CHANNEL) == Granularity.TENSOR) {
            throw new BadInputException(
                    "Target %s has one weight scale for each channel, but layer '%s' has one for the tensor; say granularity channel"
                            .formatted(target.word(), name));
        }
    }

    /** Operations on real numbers without integer kernels; a last Softmax is left to what reads the result. */
    private static List<String> floatNodes(Graph graph, Facts facts, OperatorTable operators, QuantPlan plan) {
        return graph.nodes().stream()
                .filter(node -> facts.type(node.output()).type().isFloat())
                .filter(node -> !(node.is("Softmax") && graph.isOutput(node.output())))
                .filter(node -> switch (operators.of(node).role(node, facts)) {
                    case WEIGHTED, ARITHMETIC -> plan.of(node.name()).isFloat();
                    case PASSING, ACTIVATION -> false;
                    case FLOAT -> true;
                })
                .map(Node::describe)
                .toList();
    }
}
