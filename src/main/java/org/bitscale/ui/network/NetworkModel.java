package org.bitscale.ui.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.experiment.Inspect;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.onnx.GraphOutline;
import org.bitscale.graph.op.Facts;

/**
 * A network as it is drawn: operations, inputs and outputs as boxes, tensors between them as edges. Constants are not
 * drawn.
 *
 * @param nodes each after everything it reads from
 * @param edges the tensors
 * @param blocks parts that can be drawn as one box, inner ones before those around them
 */
public record NetworkModel(List<NetworkNode> nodes, List<NetworkEdge> edges, List<NetworkBlock> blocks) {

    /** Nothing to draw. */
    public static final NetworkModel EMPTY = new NetworkModel(List.of(), List.of(), List.of());

    /** Copies. */
    public NetworkModel {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        blocks = List.copyOf(blocks);
    }

    /** A network whose blocks are found. */
    public static NetworkModel of(List<NetworkNode> nodes, List<NetworkEdge> edges) {
        return new NetworkModel(nodes, edges, new BlockFinder(nodes, edges).find());
    }

    /**
     * The picture of a graph.
     *
     * @param graph the network
     * @param facts the types of its tensors
     * @param layers its operations, described in the same order
     */
    public static NetworkModel of(Graph graph, Facts facts, List<Inspect.Layer> layers) {
        Set<String> ids = graph.nodes().stream().map(Node::name).collect(Collectors.toCollection(HashSet::new));
        Map<String, String> makers = new HashMap<>();
        List<NetworkNode> nodes = new ArrayList<>();
        List<NetworkEdge> edges = new ArrayList<>();
        for (ValueInfo input : graph.inputs()) {
            NetworkNode node = end(NetworkNode.Kind.INPUT, input, ids);
            nodes.add(node);
            makers.put(input.name(), node.id());
        }
        for (int i = 0; i < layers.size(); i++) {
            Inspect.Layer layer = layers.get(i);
            Node node = graph.nodes().get(i);
            nodes.add(NetworkNode.operation(
                    layer.name(), layer.operator(), layer.output(), layer.parameters(), layer.macs()));
            edges.addAll(edges(new LinkedHashSet<>(node.inputs()), node.name(), makers, facts));
            node.outputs().stream()
                    .filter(output -> !output.isEmpty())
                    .forEach(output -> makers.put(output, node.name()));
        }
        for (ValueInfo output : graph.outputs()) {
            NetworkNode node = end(NetworkNode.Kind.OUTPUT, output, ids);
            nodes.add(node);
            edges.addAll(edges(Set.of(output.name()), node.id(), makers, facts));
        }
        return of(nodes, edges);
    }

    /** The picture of a file that need not be supported, whose shapes are not known. */
    public static NetworkModel of(GraphOutline outline) {
        Set<String> ids =
                outline.items().stream().map(GraphOutline.Item::name).collect(Collectors.toCollection(HashSet::new));
        Facts unknown = new Facts();
        Map<String, String> makers = new HashMap<>();
        List<NetworkNode> nodes = new ArrayList<>();
        List<NetworkEdge> edges = new ArrayList<>();
        for (String input : outline.inputs()) {
            NetworkNode node = end(NetworkNode.Kind.INPUT, input, "", ids);
            nodes.add(node);
            makers.put(input, node.id());
        }
        for (GraphOutline.Item item : outline.items()) {
            nodes.add(new NetworkNode(
                    item.name(),
                    NetworkNode.Kind.OPERATION,
                    item.operator(),
                    item.name(),
                    "",
                    item.parameters(),
                    0,
                    item.supported()));
            edges.addAll(edges(new LinkedHashSet<>(item.inputs()), item.name(), makers, unknown));
            item.outputs().forEach(output -> makers.put(output, item.name()));
        }
        for (String output : outline.outputs()) {
            NetworkNode node = end(NetworkNode.Kind.OUTPUT, output, "", ids);
            nodes.add(node);
            edges.addAll(edges(Set.of(output), node.id(), makers, unknown));
        }
        return of(nodes, edges);
    }

    private static NetworkNode end(NetworkNode.Kind kind, ValueInfo value, Set<String> ids) {
        return end(kind, value.name(), value.type().shape().toString(), ids);
    }

    private static NetworkNode end(NetworkNode.Kind kind, String name, String shape, Set<String> ids) {
        String key = kind == NetworkNode.Kind.INPUT ? "input" : "output";
        return new NetworkNode(fresh(key + " " + name, ids), kind, NetworkTexts.text(key), name, shape, 0, 0, true);
    }

    private static List<NetworkEdge> edges(Set<String> tensors, String to, Map<String, String> makers, Facts facts) {
        return tensors.stream()
                .filter(makers::containsKey)
                .map(tensor -> new NetworkEdge(
                        makers.get(tensor),
                        to,
                        tensor,
                        facts.typeOf(tensor)
                                .map(TensorType::shape)
                                .map(Object::toString)
                                .orElse("")))
                .toList();
    }

    /** An id that is not taken, near {@code wanted}; it is taken now. */
    static String fresh(String wanted, Set<String> taken) {
        String id = wanted;
        while (!taken.add(id)) {
            id += "'";
        }
        return id;
    }

    /** The box of that id. */
    public Optional<NetworkNode> node(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** The block of that id. */
    public Optional<NetworkBlock> block(String id) {
        return blocks.stream().filter(block -> block.id().equals(id)).findFirst();
    }

    /** The innermost block that a box is in. */
    public Optional<NetworkBlock> blockOf(String node) {
        return blocks.stream()
                .filter(block -> block.members().contains(node))
                .min(Comparator.comparingInt(block -> block.members().size()));
    }

    /** The innermost block around a block. */
    public Optional<NetworkBlock> around(NetworkBlock inner) {
        return blocks.stream()
                .filter(block -> block.contains(inner))
                .min(Comparator.comparingInt(block -> block.members().size()));
    }

    /** Of some blocks, the outermost one that hides a box when they are drawn as one box each. */
    public Optional<NetworkBlock> hiding(String node, Set<String> collapsed) {
        return blocks.stream()
                .filter(block -> collapsed.contains(block.id()))
                .filter(block -> block.members().contains(node))
                .max(Comparator.comparingInt(block -> block.members().size()));
    }

    /** The same network with some blocks drawn as one box each, which sums up what is in it. */
    public NetworkModel collapsed(Set<String> ids) {
        if (ids.isEmpty()) {
            return this;
        }
        Map<String, NetworkBlock> hidden = new HashMap<>();
        nodes.forEach(node -> hiding(node.id(), ids).ifPresent(block -> hidden.put(node.id(), block)));
        List<NetworkNode> shown = new ArrayList<>();
        for (NetworkNode node : nodes) {
            NetworkBlock block = hidden.get(node.id());
            if (block == null) {
                shown.add(node);
            } else if (block.join().equals(node.id())) { // after everything that the block reads
                shown.add(summary(block, node));
            }
        }
        Set<NetworkEdge> kept = new LinkedHashSet<>();
        for (NetworkEdge edge : edges) {
            String from = shown(edge.from(), hidden);
            String to = shown(edge.to(), hidden);
            if (!from.equals(to)) {
                kept.add(new NetworkEdge(from, to, edge.tensor(), edge.shape()));
            }
        }
        List<NetworkBlock> open = blocks.stream()
                .filter(block -> !ids.contains(block.id()))
                .filter(block -> !hidden.containsKey(block.join()))
                .map(block -> new NetworkBlock(
                        block.id(),
                        block.name(),
                        shown(block.fork(), hidden),
                        block.join(),
                        block.members().stream()
                                .map(member -> shown(member, hidden))
                                .collect(Collectors.toSet())))
                .toList();
        return new NetworkModel(shown, List.copyOf(kept), open);
    }

    private static String shown(String id, Map<String, NetworkBlock> hidden) {
        NetworkBlock block = hidden.get(id);
        return block == null ? id : block.id();
    }

    private NetworkNode summary(NetworkBlock block, NetworkNode join) {
        List<NetworkNode> members = nodes.stream()
                .filter(node -> block.members().contains(node.id()))
                .toList();
        return new NetworkNode(
                block.id(),
                NetworkNode.Kind.BLOCK,
                block.name(),
                NetworkTexts.text("block.operations", Integer.toString(members.size())),
                join.output(),
                members.stream().mapToLong(NetworkNode::parameters).sum(),
                members.stream().mapToLong(NetworkNode::macs).sum(),
                members.stream().allMatch(NetworkNode::supported));
    }
}
