package org.bitscale.ui.compare;

import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.bitscale.eval.Accuracy;

/** An accuracy as a dot in a run's colour, its 95 % interval as a bar behind it, on a scale that ends at 100 %. */
final class AccuracyMark extends Region {

    private static final double THICKNESS = 0.36;
    private static final double DOT = 0.5;

    private final Region track = new Region();
    private final Region interval = new Region();
    private final Region dot = new Region();
    private final Accuracy accuracy;
    private final double floor;

    /**
     * @param accuracy what is shown
     * @param floor where the scale begins, below the interval
     * @param run whose colour it has
     */
    AccuracyMark(Accuracy accuracy, double floor, int run) {
        this.accuracy = accuracy;
        this.floor = floor;
        track.getStyleClass().add("bar-track");
        interval.getStyleClass().addAll("bar-value", "interval", "series-" + run);
        dot.getStyleClass().addAll("bar-value", "dot", "series-" + run);
        getStyleClass().add("value-bar");
        HBox.setHgrow(this, Priority.ALWAYS);
        getChildren().addAll(List.of(track, interval, dot));
    }

    @Override
    protected void layoutChildren() {
        double height = Math.round(getHeight() * THICKNESS);
        double top = Math.round((getHeight() - height) / 2);
        double size = Math.round(getHeight() * DOT);
        track.resizeRelocate(0, top, getWidth(), height);
        double low = x(accuracy.interval().low());
        interval.resizeRelocate(low, top, Math.max(2, x(accuracy.interval().high()) - low), height);
        dot.resizeRelocate(
                Math.max(0, Math.min(getWidth() - size, x(accuracy.value()) - size / 2)),
                Math.round((getHeight() - size) / 2),
                size,
                size);
    }

    private double x(double share) {
        return getWidth() * (share - floor) / (1 - floor);
    }
}
