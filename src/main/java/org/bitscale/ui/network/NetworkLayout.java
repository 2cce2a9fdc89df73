package org.bitscale.ui.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;

/**
 * Where everything in a network's picture is: x to the right, y downwards, in pixels at natural zoom, from (0, 0).
 *
 * @param width of the whole picture
 * @param height of the whole picture
 * @param nodes place of each box by id
 * @param blocks frame of each open block by id, around all its members
 * @param lines the way of each edge
 */
public record NetworkLayout(
        double width,
        double height,
        Map<String, Rectangle2D> nodes,
        Map<String, Rectangle2D> blocks,
        List<Line> lines) {

    /** No places. */
    public static final NetworkLayout EMPTY = new NetworkLayout(0, 0, Map.of(), Map.of(), List.of());

    static final double HEAVY_WIDTH = 204;
    static final double HEAVY_HEIGHT = 46;
    static final double LIGHT_WIDTH = 152;
    static final double LIGHT_HEIGHT = 26;

    /**
     * The way of an edge: from the lower border of the box that makes the tensor to the upper border of the one that
     * reads it, by vertical and horizontal pieces.
     *
     * @param edge what it stands for
     * @param points at least two
     */
    public record Line(NetworkEdge edge, List<Point2D> points) {

        /** Copies. */
        public Line {
            points = List.copyOf(points);
        }

        /** The smallest rectangle around it. */
        public Rectangle2D bounds() {
            double left = points.stream().mapToDouble(Point2D::getX).min().orElse(0);
            double right = points.stream().mapToDouble(Point2D::getX).max().orElse(0);
            double top = points.stream().mapToDouble(Point2D::getY).min().orElse(0);
            double bottom = points.stream().mapToDouble(Point2D::getY).max().orElse(0);
            return new Rectangle2D(left, top, right - left, bottom - top);
        }
    }

    /** Copies. */
    public NetworkLayout {
        nodes = Map.copyOf(nodes);
        blocks = Map.copyOf(blocks);
        lines = List.copyOf(lines);
    }

    /**
     * Places a network in layers from top to bottom. It takes a while for large networks: not on the JavaFX thread.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
     */
    public static NetworkLayout of(NetworkModel model) {
        return model.nodes().isEmpty() ? EMPTY : new LayeredPlacement(model).place();
    }

    /** Width and height of a box. */
    static Point2D size(NetworkNode node) {
        return node.isHeavy() ? new Point2D(HEAVY_WIDTH, HEAVY_HEIGHT) : new Point2D(LIGHT_WIDTH, LIGHT_HEIGHT);
    }

    /** The box at a place. */
    public Optional<String> nodeAt(double x, double y) {
        return nodes.entrySet().stream()
                .filter(entry -> entry.getValue().contains(x, y))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The innermost frame at a place. */
    public Optional<String> blockAt(double x, double y) {
        Map<String, Double> areas = new HashMap<>();
        blocks.forEach((id, frame) -> {
            if (frame.contains(x, y)) {
                areas.put(id, frame.getWidth() * frame.getHeight());
            }
        });
        return areas.entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }
}
