package org.bitscale.ui.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.FixedAlignment;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Places a network with the layered algorithm of the Eclipse Layout Kernel, blocks as nodes within nodes, so that nothing
 * foreign comes to lie in a block's frame.
 */
final class LayeredPlacement {

    private static final double MARGIN = 24;
    private static final double FRAME = 14;
    private static final double FRAME_TITLE = 28;
    private static final double BETWEEN_LAYERS = 34;
    private static final double BETWEEN_NODES = 26;
    private static final double BETWEEN_EDGES = 12;

    private final NetworkModel model;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> frames = new HashMap<>();
    private final Map<String, ElkNode> boxes = new HashMap<>();
    private final Map<NetworkEdge, ElkEdge> edges = new LinkedHashMap<>();

    LayeredPlacement(NetworkModel model) {
        this.model = model;
        settings(root, new ElkPadding(MARGIN));
        model.blocks().stream()
                .sorted(Comparator.comparingInt(block -> -block.members().size()))
                .forEach(this::frame);
        for (NetworkNode node : model.nodes()) {
            ElkNode box = ElkGraphUtil.createNode(model.blockOf(node.id())
                    .map(block -> frames.get(block.id()))
                    .orElse(root));
            Point2D size = NetworkLayout.size(node);
            box.setDimensions(size.getX(), size.getY());
            boxes.put(node.id(), box);
        }
        for (NetworkEdge edge : model.edges()) {
            edges.put(edge, ElkGraphUtil.createSimpleEdge(boxes.get(edge.from()), boxes.get(edge.to())));
        }
    }

    /** Asked between the steps of the algorithm whether to go on. */
    private static final class Interruptible extends NullElkProgressMonitor {
        @Override
        public boolean isCanceled() {
            return Thread.currentThread().isInterrupted();
        }
    }

    private void frame(NetworkBlock block) {
        ElkNode frame = ElkGraphUtil.createNode(
                model.around(block).map(outer -> frames.get(outer.id())).orElse(root));
        settings(frame, new ElkPadding(FRAME_TITLE, FRAME, FRAME, FRAME));
        frames.put(block.id(), frame);
    }

    private static void settings(ElkNode node, ElkPadding padding) {
        node.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
        node.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        node.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        node.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.BRANDES_KOEPF);
        node.setProperty(LayeredOptions.NODE_PLACEMENT_BK_FIXED_ALIGNMENT, FixedAlignment.BALANCED);
        node.setProperty(LayeredOptions.PADDING, padding);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_NODES);
        node.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, BETWEEN_EDGES);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, BETWEEN_EDGES);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE, BETWEEN_EDGES);
        node.setProperty(LayeredOptions.SPACING_EDGE_EDGE, BETWEEN_EDGES);
        node.setProperty(LayeredOptions.RANDOM_SEED, 1);
        node.setProperty(LayeredOptions.THOROUGHNESS, 4);
    }

    NetworkLayout place() {
        LayoutMetaDataService.getInstance(); // the algorithm copies options of types that this makes known
        new LayeredLayoutProvider().layout(root, new Interruptible());
        if (Thread.currentThread().isInterrupted()) { // what there is has not found its place
            throw new CancellationException("placing the network was cancelled");
        }
        Map<String, Rectangle2D> nodes = new HashMap<>();
        boxes.forEach((id, box) -> nodes.put(id, place(box)));
        Map<String, Rectangle2D> blocks = new HashMap<>();
        frames.forEach((id, frame) -> blocks.put(id, place(frame)));
        List<NetworkLayout.Line> lines = new ArrayList<>();
        edges.forEach((edge, way) -> lines.add(new NetworkLayout.Line(edge, points(way))));
        return new NetworkLayout(root.getWidth(), root.getHeight(), nodes, blocks, lines);
    }

    private static Rectangle2D place(ElkNode node) {
        Point2D corner = origin(node);
        return new Rectangle2D(corner.getX(), corner.getY(), node.getWidth(), node.getHeight());
    }

    /** The upper left corner of a node; places are told relative to the node around. */
    private static Point2D origin(ElkNode node) {
        return node.getParent() == null
                ? Point2D.ZERO
                : origin(node.getParent()).add(node.getX(), node.getY());
    }

    private static List<Point2D> points(ElkEdge edge) {
        Point2D origin = origin(edge.getContainingNode());
        ElkEdgeSection section = edge.getSections().get(0);
        List<Point2D> points = new ArrayList<>();
        points.add(origin.add(section.getStartX(), section.getStartY()));
        for (ElkBendPoint bend : section.getBendPoints()) {
            points.add(origin.add(bend.getX(), bend.getY()));
        }
        points.add(origin.add(section.getEndX(), section.getEndY()));
        return points;
    }
}
