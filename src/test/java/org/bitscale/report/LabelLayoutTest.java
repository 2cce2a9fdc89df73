package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bitscale.report.LabelLayout.Label;
import org.bitscale.report.LabelLayout.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelLayoutTest {
    private static final Rectangle2D BOUNDS = new Rectangle2D.Double(0, 0, 800, 450);

    private static Place only(Point2D point, Line2D... lines) {
        LabelLayout layout = new LabelLayout(BOUNDS, List.of(point), List.of(lines));
        return layout.place(new Label(point, 50, 14, true)).orElseThrow();
    }

    @Test
    void aLonelyPointHasItsLabelToTheRightWithoutALeader() {
        Place place = only(new Point2D.Double(400, 200));
        assertThat(place.box().getMinX()).isBetween(405.0, 415.0);
        assertThat(place.box().getCenterY()).isEqualTo(200);
        assertThat(place.leader()).isEmpty();
    }

    @Test
    void atTheEdgeTheLabelTurnsInwards() {
        assertThat(only(new Point2D.Double(798, 200)).box().getMaxX()).isLessThan(798);
        assertThat(only(new Point2D.Double(400, 1)).box().getMinY()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void linesAreAvoided() {
        Place place = only(new Point2D.Double(400, 200), new Line2D.Double(400, 200, 800, 200));
        assertThat(place.box().intersectsLine(400, 200, 800, 200)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void labelsTouchNeitherPointsNorEachOtherNorTheEdge(int seed) {
        Random random = new Random(seed);
        List<Point2D> points = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            points.add(new Point2D.Double(random.nextDouble() * 800, random.nextDouble() * 450));
        }
        assertThat(boxes(points)).hasSizeGreaterThan(50);
    }

    @Test
    void equalPointsGetLabelsOnAllSides() {
        List<Point2D> points = Collections.nCopies(12, new Point2D.Double(300, 220));
        assertThat(boxes(points)).hasSizeGreaterThanOrEqualTo(4);
    }

    /** Places optional labels, checks them, and returns those that found room. */
    private static List<Rectangle2D> boxes(List<Point2D> points) {
        LabelLayout layout = new LabelLayout(BOUNDS, points, List.of());
        List<Rectangle2D> boxes = new ArrayList<>();
        for (Point2D point : points) {
            Optional<Place> place = layout.place(new Label(point, 60, 14, false));
            if (place.isPresent()) {
                Rectangle2D box = place.get().box();
                assertThat(BOUNDS.contains(box)).isTrue();
                assertThat(boxes).noneMatch(box::intersects);
                assertThat(points).noneMatch(box::contains);
                boxes.add(box);
            }
        }
        return boxes;
    }

    @Test
    void whereThereIsNoRoomOnlyARequiredLabelIsPlaced() {
        Rectangle2D bounds = new Rectangle2D.Double(0, 0, 70, 40);
        List<Point2D> points = new ArrayList<>();
        for (int x = 5; x < 70; x += 10) {
            for (int y = 5; y < 40; y += 10) {
                points.add(new Point2D.Double(x, y));
            }
        }
        LabelLayout layout = new LabelLayout(bounds, points, List.of());
        assertThat(layout.place(new Label(points.get(0), 40, 14, false))).isEmpty();
        assertThat(layout.place(new Label(points.get(0), 40, 14, true))).isPresent();
        assertThat(layout.place(new Label(points.get(0), 90, 14, true))).isEmpty();
    }
}
