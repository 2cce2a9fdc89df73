package org.bitscale.ui.plan.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import org.bitscale.eval.Direction;
import org.bitscale.experiment.search.FoundPlan;
import org.bitscale.report.AxisUnit;
import org.bitscale.report.ChartAxis;
import org.bitscale.report.FrontChart;
import org.bitscale.report.FrontPoint;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.ChartCanvas;

/** What plans cost and what they are predicted to lose; beside them plans in which all layers are alike. */
final class PredictedFront extends StackPane {

    private static final double REACH = 14;
    private static final double RING = 9;

    private final SearchViewModel model;
    private final Appearance appearance;
    private final ChartCanvas canvas;
    private final Pane marks = new Pane();
    private List<FrontChart.Spot> spots = List.of();

    PredictedFront(SearchViewModel model, Appearance appearance, Background background) {
        this.model = model;
        this.appearance = appearance;
        this.canvas = new ChartCanvas(SearchTexts.text("chart"), background);
        setId("predicted-front");
        getStyleClass().add("front-pane");
        marks.setMouseTransparent(true);
        getChildren().addAll(canvas, marks);
        visibleProperty().bind(model.found().map(Optional::isPresent));
        managedProperty().bind(visibleProperty());
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        appearance.theme().addListener((observed, before, now) -> show());
        model.found().addListener((observed, before, now) -> show());
        model.chosen().addListener((observed, before, now) -> mark());
        show();
    }

    private void show() {
        model.found().get().ifPresent(found -> {
            FrontChart chart = chart(found);
            canvas.show((graphics, width, height) -> {
                List<FrontChart.Spot> drawn = chart.drawAndLocate(graphics, width, height);
                return () -> {
                    spots = drawn;
                    mark();
                };
            });
        });
    }

    private FrontChart chart(SearchViewModel.Found found) {
        List<FrontPoint> points = new ArrayList<>();
        found.result().plans().forEach(plan -> points.add(point(found, plan, "series.found", true)));
        found.result().uniform().forEach(plan -> points.add(point(found, plan, "series.uniform", false)));
        return new FrontChart(
                "",
                switch (found.request().axis()) {
                    case PACKED_SIZE -> axis("column.packed", AxisUnit.BYTES);
                    case BOPS -> axis("column.bops", AxisUnit.COUNT);
                    case LATENCY -> axis("column.latency", AxisUnit.MILLISECONDS);
                },
                new ChartAxis(
                        SearchTexts.text("short." + found.request().measure().name()),
                        AxisUnit.NATS,
                        Direction.MINIMISE),
                points,
                List.of(),
                appearance.theme().get().charts());
    }

    private static ChartAxis axis(String key, AxisUnit unit) {
        return new ChartAxis(SearchTexts.text(key), unit, Direction.MINIMISE);
    }

    private static FrontPoint point(SearchViewModel.Found found, FoundPlan plan, String series, boolean front) {
        double across =
                switch (found.request().axis()) {
                    case PACKED_SIZE -> plan.packedBytes();
                    case BOPS -> plan.bops();
                    case LATENCY -> plan.milliseconds().orElse(0);
                };
        return new FrontPoint(
                front ? "" : plan.schemes().values().iterator().next().toString(),
                SearchTexts.text(series),
                across,
                Optional.empty(),
                Math.max(0, plan.suffering()),
                Optional.empty(),
                front ? FrontPoint.Standing.FRONT : FrontPoint.Standing.OFF,
                false);
    }

    private List<FoundPlan> plans() {
        return model.found().get().map(found -> found.result().plans()).orElse(List.of());
    }

    private void mark() {
        List<FoundPlan> plans = plans();
        marks.getChildren()
                .setAll(spots.stream()
                        .filter(spot -> spot.point() < plans.size()
                                && model.chosen().get().equals(Optional.of(plans.get(spot.point()))))
                        .map(spot -> {
                            Circle ring = new Circle(spot.x(), spot.y(), RING);
                            ring.getStyleClass().add("chosen");
                            return ring;
                        })
                        .toList());
    }

    private void clicked(MouseEvent event) {
        List<FoundPlan> plans = plans();
        spots.stream()
                .filter(spot -> spot.point() < plans.size()
                        && Math.hypot(spot.x() - event.getX(), spot.y() - event.getY()) <= REACH)
                .findFirst()
                .ifPresent(spot -> model.chosen().set(Optional.of(plans.get(spot.point()))));
    }
}
