package org.bitscale.ui.pareto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;
import org.bitscale.experiment.pareto.ParetoPoint;
import org.bitscale.report.FrontChart;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.ChartCanvas;

/**
 * The chart, and what the pointer and the keys do on it: hovering tells what a point is, a click chooses it, dragging
 * chooses all points in a rectangle; the arrow keys go from point to point.
 */
final class FrontPane extends StackPane {

    private static final double REACH = 12;
    private static final double RING = 9;
    private static final double SMALLEST_BRUSH = 5;

    private final ChartCanvas canvas;
    private final Pane marks = new Pane();
    private final Rectangle brush = new Rectangle();
    private final Circle hover = new Circle(RING);
    private final Tooltip tooltip = new Tooltip();
    private final Function<ParetoPoint, String> describe;
    private final Consumer<List<ParetoPoint>> choose;
    private Predicate<ParetoPoint> chosen = point -> false;
    private List<ParetoPoint> points = List.of();
    private List<FrontChart.Spot> spots = List.of();
    private int focused = -1;
    private double startX;
    private double startY;

    /**
     * @param describe tells what a point is
     * @param choose takes the points that were chosen
     * @param background where the chart is drawn
     */
    FrontPane(Function<ParetoPoint, String> describe, Consumer<List<ParetoPoint>> choose, Background background) {
        this.canvas = new ChartCanvas(ParetoTexts.text("chart"), background);
        this.describe = describe;
        this.choose = choose;
        setId("front");
        setAccessibleText(ParetoTexts.text("chart"));
        setFocusTraversable(true);
        getStyleClass().add("front-pane");
        brush.getStyleClass().add("brush");
        brush.setVisible(false);
        hover.getStyleClass().add("hover");
        hover.setVisible(false);
        marks.setMouseTransparent(true);
        getChildren().addAll(canvas, marks);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> leave());
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keys);
    }

    /** Shows a chart of some points. */
    void show(FrontChart chart, List<ParetoPoint> of, Predicate<ParetoPoint> isChosen) {
        canvas.show((graphics, width, height) -> {
            List<FrontChart.Spot> drawn = chart.drawAndLocate(graphics, width, height);
            return () -> {
                points = of;
                chosen = isChosen;
                spots = drawn;
                focused = -1;
                leave();
                mark();
            };
        });
    }

    /** Marks the points that are chosen now. */
    void mark() {
        List<javafx.scene.Node> rings = new ArrayList<>();
        for (FrontChart.Spot spot : spots) {
            if (spot.point() < points.size() && chosen.test(points.get(spot.point()))) {
                Circle ring = new Circle(spot.x(), spot.y(), RING);
                ring.getStyleClass().add("chosen");
                rings.add(ring);
            }
        }
        rings.add(hover);
        rings.add(brush);
        marks.getChildren().setAll(rings);
    }

    private Optional<FrontChart.Spot> near(double x, double y) {
        FrontChart.Spot nearest = null;
        double best = REACH * REACH;
        for (FrontChart.Spot spot : spots) {
            double distance = (spot.x() - x) * (spot.x() - x) + (spot.y() - y) * (spot.y() - y);
            if (distance <= best) {
                best = distance;
                nearest = spot;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private void moved(MouseEvent event) {
        near(event.getX(), event.getY()).ifPresentOrElse(this::point, this::leave);
    }

    private void point(FrontChart.Spot spot) {
        if (spot.point() >= points.size()) {
            return;
        }
        hover.setCenterX(spot.x());
        hover.setCenterY(spot.y());
        hover.setVisible(true);
        tooltip.setText(describe.apply(points.get(spot.point())));
        setAccessibleHelp(tooltip.getText());
        var place = localToScreen(spot.x() + 14, spot.y() + 10);
        if (place != null && (!tooltip.isShowing() || tooltip.getAnchorX() != place.getX())) {
            tooltip.show(this, place.getX(), place.getY());
        }
    }

    private void leave() {
        hover.setVisible(false);
        tooltip.hide();
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        startX = event.getX();
        startY = event.getY();
    }

    private void dragged(MouseEvent event) {
        leave();
        Rectangle2D area = area(event);
        brush.setX(area.getMinX());
        brush.setY(area.getMinY());
        brush.setWidth(area.getWidth());
        brush.setHeight(area.getHeight());
        brush.setVisible(true);
    }

    private Rectangle2D area(MouseEvent event) {
        return new Rectangle2D(
                Math.min(startX, event.getX()),
                Math.min(startY, event.getY()),
                Math.abs(event.getX() - startX),
                Math.abs(event.getY() - startY));
    }

    private void released(MouseEvent event) {
        brush.setVisible(false);
        Rectangle2D area = area(event);
        if (Math.max(area.getWidth(), area.getHeight()) >= SMALLEST_BRUSH) {
            choose.accept(spots.stream()
                    .filter(spot -> area.contains(spot.x(), spot.y()))
                    .map(spot -> points.get(spot.point()))
                    .toList());
        } else {
            choose.accept(near(event.getX(), event.getY())
                    .map(spot -> added(points.get(spot.point()), event.isShortcutDown() || event.isShiftDown()))
                    .orElse(List.of()));
        }
    }

    /** With a key held, a click adds to what is chosen, or takes it away. */
    private List<ParetoPoint> added(ParetoPoint point, boolean toggles) {
        if (!toggles) {
            return List.of(point);
        }
        List<ParetoPoint> kept = new ArrayList<>(points.stream()
                .filter(other -> chosen.test(other) && !other.equals(point))
                .toList());
        if (!chosen.test(point)) {
            kept.add(point);
        }
        return kept;
    }

    private void keys(KeyEvent event) {
        if (spots.isEmpty()) {
            return;
        }
        if (event.getCode() == KeyCode.RIGHT || event.getCode() == KeyCode.LEFT) {
            List<FrontChart.Spot> ordered = spots.stream()
                    .sorted(java.util.Comparator.comparingDouble(FrontChart.Spot::x))
                    .toList();
            int step = event.getCode() == KeyCode.RIGHT ? 1 : -1;
            focused = Math.floorMod(focused + (focused < 0 && step < 0 ? 0 : step), ordered.size());
            point(ordered.get(focused));
            choose.accept(List.of(points.get(ordered.get(focused).point())));
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            choose.accept(List.of());
            leave();
        }
    }
}
