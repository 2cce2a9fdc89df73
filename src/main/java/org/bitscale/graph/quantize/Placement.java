package org.bitscale.graph.quantize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.pass.Layers;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Target;

/**
 * Where activations are quantized when a plan is laid over a graph whose batch normalizations are folded. Every input of
 * a quantized layer is, and every output of a quantized convolution; of every quantized layer where the target computes
 * nothing in float.
 *
 * <p>A tensor can be read at several widths: it is quantized to the widest, and from there to the narrower ones. What
 * comes out of an operator that only moves or selects values (MaxPool, Reshape) lies on its input's grid already and
 * shares its parameters.
 */
public final class Placement {

    private static final int ARITHMETIC_BITS = 8;

    private final Map<String, List<Site>> sites;
    private final Map<Site, Site> shared;
    private final Map<String, Map<Integer, Integer>> reads;
    private final Target target;

    private Placement(
            Map<String, List<Site>> sites,
            Map<Site, Site> shared,
            Map<String, Map<Integer, Integer>> reads,
            Target target) {
        this.target = target;
        this.sites = sites;
        this.shared = shared;
        this.reads = reads;
    }

    /** Lays {@code plan} over {@code graph}. */
    public static Placement of(Graph graph, Facts facts, OperatorTable operators, QuantPlan plan) {
        Layers layers = new Layers(graph);
        Map<String, SortedSet<Integer>> needs = new HashMap<>();
        Map<String, Map<Integer, Integer>> reads = new HashMap<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            QuantizationRole role = operators.of(node).role(node, facts);
            LayerPlan layer = plan.of(node.name());
            if (role == QuantizationRole.PASSING) {
                int widest = node.outputs().stream()
                        .mapToInt(output -> widest(needs, output))
                        .max()
                        .orElse(0);
                if (widest > 0) {
                    need(graph, needs, reads, node, 0, widest);
                }
            } else if (layer.input().isPresent()) {
                int inputs =
                        role == QuantizationRole.WEIGHTED ? 1 : node.inputs().size();
                for (int k = 0; k < inputs; k++) {
                    need(
                            graph,
                            needs,
                            reads,
                            node,
                            k,
                            layer.input().get().format().bits());
                }
                if (node.is("Conv") || plan.target().integersOnly()) {
                    String end = endOfLayer(node, graph, facts, operators, layers);
                    if (widest(needs, end) == 0) {
                        needs.computeIfAbsent(end, k -> descending()).add(ARITHMETIC_BITS);
                    }
                }
            }
        }
        return arranged(graph, facts, operators, needs, reads, plan.target());
    }

    /** The tensor that a layer and the activation fused to it make. */
    private static String endOfLayer(Node node, Graph graph, Facts facts, OperatorTable operators, Layers layers) {
        String end = node.output();
        while (true) {
            Optional<Node> next =
                    layers.onlyConsumer(end).filter(n -> operators.of(n).role(n, facts) == QuantizationRole.ACTIVATION);
            if (next.isEmpty()) {
                return end;
            }
            end = next.get().output();
        }
    }

    private static void need(
            Graph graph,
            Map<String, SortedSet<Integer>> needs,
            Map<String, Map<Integer, Integer>> reads,
            Node node,
            int index,
            int bits) {
        String tensor = node.input(index);
        if (!tensor.isEmpty() && !graph.constants().containsKey(tensor)) {
            needs.computeIfAbsent(tensor, k -> descending()).add(bits);
            reads.computeIfAbsent(node.name(), k -> new HashMap<>()).put(index, bits);
        }
    }

    private static SortedSet<Integer> descending() {
        return new TreeSet<>(Collections.reverseOrder());
    }

    private static int widest(Map<String, SortedSet<Integer>> needs, String tensor) {
        SortedSet<Integer> bits = needs.get(tensor);
        return bits == null ? 0 : bits.first();
    }

    private static Placement arranged(
            Graph graph,
            Facts facts,
            OperatorTable operators,
            Map<String, SortedSet<Integer>> needs,
            Map<String, Map<Integer, Integer>> reads,
            Target target) {
        Map<Site, Site> shared = new HashMap<>();
        Map<String, List<Site>> sites = new LinkedHashMap<>();
        graph.inputs().forEach(input -> arrange(sites, needs, input.name()));
        for (Node node : graph.nodes()) {
            boolean passing = operators.of(node).role(node, facts) == QuantizationRole.PASSING;
            for (String output : node.outputs()) {
                arrange(sites, needs, output);
                Integer read = reads.getOrDefault(node.name(), Map.of()).get(0);
                if (passing && read != null && read == widest(needs, output)) {
                    Site source = new Site(node.input(0), read);
                    shared.put(new Site(output, read), shared.getOrDefault(source, source));
                }
            }
        }
        return new Placement(sites, shared, reads, target);
    }

    private static void arrange(Map<String, List<Site>> sites, Map<String, SortedSet<Integer>> needs, String tensor) {
        if (needs.containsKey(tensor)) {
            List<Site> chain = new ArrayList<>();
            needs.get(tensor).forEach(bits -> chain.add(new Site(tensor, bits)));
            sites.put(tensor, List.copyOf(chain));
        }
    }

    /** What the plan is for. */
    public Target target() {
        return target;
    }

    /** The sites on a tensor, widest first; empty where it stays in float. */
    public List<Site> sites(String tensor) {
        return sites.getOrDefault(tensor, List.of());
    }

    /** The site whose parameters a site has: another one's after operators that only move values, else its own. */
    public Site parametersOf(Site site) {
        return shared.getOrDefault(site, site);
    }

    /** The sites with parameters of their own, in the order of the network. */
    public List<Site> ownSites() {
        return sites.values().stream()
                .flatMap(List::stream)
                .filter(site -> !shared.containsKey(site))
                .toList();
    }

    /** The site through which a node reads input {@code index}; empty where that tensor stays in float. */
    public Optional<Site> read(Node node, int index) {
        String tensor = node.input(index);
        List<Site> chain = sites(tensor);
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        Integer bits = reads.getOrDefault(node.name(), Map.of()).get(index);
        return Optional.of(bits == null ? chain.get(0) : new Site(tensor, bits));
    }
}
