package org.bitscale.report;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a place for the label of each point of a chart, in pixels with y downwards: close by, on no marker, on no other
 * label, and if possible on no line.
 *
 * <p>Greedy, in the given order: each label tries places on growing rings around its point and takes the cheapest.
 */
final class LabelLayout {
    private static final double[] RINGS = {0, 8, 16, 26, 38, 52, 68, 86, 106, 128};
    private static final int DIRECTIONS = 16;
    private static final double MARKER = 7;
    /** Room for the ring around a point that is chosen. */
    private static final double GAP = 5;

    private static final double COST_OF_OVERLAP = 1000;
    private static final double COST_OF_LINE = 30;
    private static final double COST_OF_CROSSING = 40;

    /** A leader through another label, or through a label: nobody could tell whose it is. */
    private static final double COST_OF_STRIKING = 250;

    /** From here on a label that is not required is better left out. */
    private static final double TOO_MUCH = COST_OF_STRIKING;

    /**
     * A label to place.
     *
     * @param anchor the point it belongs to
     * @param width of the text
     * @param height of the text
     * @param required whether it must be placed even onto something else
     */
    record Label(Point2D anchor, double width, double height, boolean required) {}

    /**
     * A label's place.
     *
     * @param box where the text goes
     * @param leader the line that ties a distant label to its point, if it needs one
     */
    record Place(Rectangle2D box, Optional<Line2D> leader) {}

    private record Candidate(Rectangle2D box, Optional<Line2D> leader, double cost) {}

    private final Rectangle2D bounds;
    private final List<Point2D> markers;
    private final List<Line2D> lines;
    private final List<Place> placed = new ArrayList<>();

    /**
     * A layout of one chart.
     *
     * @param bounds all labels stay inside
     * @param markers the centres of all points
     * @param lines what labels should rather not cross: the front, the error bars
     */
    LabelLayout(Rectangle2D bounds, List<Point2D> markers, List<Line2D> lines) {
        this.bounds = bounds;
        this.markers = List.copyOf(markers);
        this.lines = List.copyOf(lines);
    }

    /** The place of a label; empty if it is not required and there is none free. Later labels keep clear of it. */
    Optional<Place> place(Label label) {
        Surroundings near = surroundings(label);
        Candidate best = null;
        for (int ring = 0; ring < RINGS.length; ring++) {
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                Candidate candidate = candidate(label, near, ring, direction);
                if (bounds.contains(candidate.box()) && (best == null || candidate.cost() < best.cost())) {
                    best = candidate;
                }
            }
            if (best != null && best.cost() <= cheapestOfRing(ring + 1)) {
                break;
            }
        }
        if (best == null || (best.cost() >= TOO_MUCH && !label.required())) {
            return Optional.empty();
        }
        Place place = new Place(best.box(), best.leader());
        placed.add(place);
        return Optional.of(place);
    }

    /** What a label or its leader could touch at all: of ten thousand points, those around its own. */
    private record Surroundings(List<Point2D> markers, List<Line2D> lines) {}

    private Surroundings surroundings(Label label) {
        double reach = MARKER + GAP + RINGS[RINGS.length - 1] + 2 * MARKER;
        Rectangle2D around = new Rectangle2D.Double(
                label.anchor().getX() - reach - label.width(),
                label.anchor().getY() - reach - label.height(),
                2 * (reach + label.width()),
                2 * (reach + label.height()));
        return new Surroundings(
                markers.stream().filter(around::contains).toList(),
                lines.stream().filter(line -> line.intersects(around)).toList());
    }

    private static double cheapestOfRing(int ring) {
        return ring < RINGS.length ? RINGS[ring] : Double.POSITIVE_INFINITY;
    }

    private Candidate candidate(Label label, Surroundings near, int ring, int direction) {
        double angle = 2 * Math.PI * direction / DIRECTIONS;
        double distance = MARKER + GAP + RINGS[ring];
        double x = label.anchor().getX() + distance * Math.cos(angle);
        double y = label.anchor().getY() - distance * Math.sin(angle);
        // The box touches the ring with the side or corner that faces the point.
        double left = x - label.width() * (1 - Math.cos(angle)) / 2;
        double top = y - label.height() * (1 + Math.sin(angle)) / 2;
        Rectangle2D box = new Rectangle2D.Double(left, top, label.width(), label.height());
        Optional<Line2D> leader = ring == 0 ? Optional.empty() : Optional.of(leader(label.anchor(), box));
        // Right, above and below read best; of equal ones the right comes first.
        double preference = direction == 0 ? 0 : direction % (DIRECTIONS / 4) == 0 ? 2 : 3 + Math.sin(-angle);
        return new Candidate(box, leader, RINGS[ring] + preference + cost(label, near, box, leader));
    }

    private double cost(Label label, Surroundings near, Rectangle2D box, Optional<Line2D> leader) {
        Rectangle2D roomy =
                new Rectangle2D.Double(box.getX() - 1, box.getY() - 1, box.getWidth() + 2, box.getHeight() + 2);
        double cost = 0;
        for (Point2D marker : near.markers()) {
            if (roomy.intersects(marker.getX() - MARKER, marker.getY() - MARKER, 2 * MARKER, 2 * MARKER)) {
                cost += COST_OF_OVERLAP;
            }
            if (leader.isPresent()
                    && marker.distance(label.anchor()) > MARKER
                    && leader.get().ptSegDist(marker) < MARKER) {
                cost += COST_OF_CROSSING;
            }
        }
        for (Place other : placed) {
            if (roomy.intersects(other.box())) {
                cost += COST_OF_OVERLAP;
            }
            if (other.leader().isPresent() && other.leader().get().intersects(roomy)) {
                cost += COST_OF_STRIKING;
            }
            if (leader.isPresent() && leader.get().intersects(other.box())) {
                cost += COST_OF_STRIKING;
            }
            if (leader.isPresent()
                    && other.leader().isPresent()
                    && leader.get().intersectsLine(other.leader().get())) {
                cost += COST_OF_CROSSING;
            }
        }
        for (Line2D line : near.lines()) {
            if (line.intersects(box)) {
                cost += COST_OF_LINE;
            }
        }
        return cost;
    }

    private static Line2D leader(Point2D anchor, Rectangle2D box) {
        double x = Math.max(box.getMinX(), Math.min(anchor.getX(), box.getMaxX()));
        double y = Math.max(box.getMinY(), Math.min(anchor.getY(), box.getMaxY()));
        double length = anchor.distance(x, y);
        double share = length == 0 ? 0 : Math.min(1, MARKER / length);
        return new Line2D.Double(
                anchor.getX() + share * (x - anchor.getX()), anchor.getY() + share * (y - anchor.getY()), x, y);
    }
}
