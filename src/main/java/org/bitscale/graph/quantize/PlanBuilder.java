package org.bitscale.graph.quantize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.pass.Layers;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Target;
import org.bitscale.quant.TensorQuantSpec;

/** Makes a plan for a network whose batch normalizations are folded. */
public final class PlanBuilder {

    private PlanBuilder() {}

    /**
     * Every layer with weights at the network's bits, the first and the last and all arithmetic at theirs, single layers
     * as said.
     *
     * @throws BadInputException if a layer is named that does not exist, nothing is left to quantize, or the target does
     *     not run it
     */
    public static QuantPlan of(Graph graph, Facts facts, OperatorTable operators, PlanSettings settings) {
        Layers layers = new Layers(graph);
        Set<String> edges = edges(graph, layers);
        Map<String, LayerPlan> plan = new LinkedHashMap<>();
        Set<String> known = new TreeSet<>();
        for (Node node : graph.nodes()) {
            boolean weighted = layers.isWeighted(node);
            boolean arithmetic = operators.of(node).role(node, facts) == QuantizationRole.ARITHMETIC;
            if (!weighted && !arithmetic) {
                continue;
            }
            known.add(node.name());
            LayerOverride override = settings.layers().get(node.name());
            if (override != null && !override.quantized()) {
                plan.put(node.name(), LayerPlan.FLOAT);
            } else if (weighted) {
                LayerOverride own = override != null ? override : settings.ofLayer(edges.contains(node.name()));
                int most = TargetRules.mostWeightBits(settings.target(), graph, node, own.activationBits());
                plan.put(
                        node.name(),
                        LayerPlan.weighted(
                                own.weightFormat().spec(Math.min(most, own.weightBits()), settings.sharing()),
                                TensorQuantSpec.activations(own.activationBits())));
            } else if (settings.isDynamic() && override == null) {
                plan.put(node.name(), LayerPlan.FLOAT); // only products are quantized
            } else {
                int bits = override != null ? override.activationBits() : settings.arithmeticBits();
                plan.put(node.name(), LayerPlan.arithmetic(TensorQuantSpec.activations(bits)));
            }
        }
        for (String named : settings.layers().keySet()) {
            if (!known.contains(named)) {
                throw new BadInputException("No layer '%s' can be quantized in this network; its layers are: %s"
                        .formatted(named, String.join(", ", known)));
            }
        }
        if (plan.values().stream().noneMatch(layer -> layer.weights().isPresent())) {
            throw new BadInputException("Nothing is left to quantize: the network has no layer with constant weights "
                    + "(Conv, Gemm, MatMul) that is not kept in float");
        }
        if (settings.isDynamic()) {
            checkDynamic(plan, settings.target());
        }
        QuantPlan laid = new QuantPlan(plan, settings.target());
        TargetRules.check(graph, facts, operators, laid);
        return laid;
    }

    private static void checkDynamic(Map<String, LayerPlan> plan, Target target) {
        if (target.signedActivations()) {
            throw new BadInputException(
                    "Target %s has ranges that are known before the network runs; say activation_scaling static, or choose another target"
                            .formatted(target.word()));
        }
        plan.forEach((name, layer) -> {
            boolean eight = layer.input()
                    .map(input -> input.format().bits() == IntegerFormat.BYTE_BITS)
                    .orElse(true);
            boolean arithmetic = layer.input().isPresent() && layer.weights().isEmpty();
            if (!eight || arithmetic) {
                throw new BadInputException(
                        "Ranges found as the network runs are for inputs of 8 bits of layers with weights, but layer '%s' has %s; give it A8%s"
                                .formatted(name, layer.describe(), arithmetic ? " statically, or float" : ""));
            }
        });
    }

    /** Names of the layers that no layer with weights comes before, or none after. */
    private static Set<String> edges(Graph graph, Layers layers) {
        Set<String> edges = new HashSet<>();
        Set<String> afterLayer = new HashSet<>();
        for (Node node : graph.nodes()) {
            boolean weighted = layers.isWeighted(node);
            boolean after = node.inputs().stream().anyMatch(afterLayer::contains);
            if (weighted && !after) {
                edges.add(node.name());
            }
            if (weighted || after) {
                afterLayer.addAll(node.outputs());
            }
        }
        Set<String> beforeLayer = new HashSet<>();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            boolean weighted = layers.isWeighted(node);
            boolean before = node.outputs().stream().anyMatch(beforeLayer::contains);
            if (weighted && !before) {
                edges.add(node.name());
            }
            if (weighted || before) {
                beforeLayer.addAll(node.inputs());
            }
        }
        return edges;
    }
}
