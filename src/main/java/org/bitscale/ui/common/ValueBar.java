package org.bitscale.ui.common;

import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A share as a bar in the colour of a series. */
public final class ValueBar extends Region {

    private static final double THICKNESS = 0.45;

    private final Region track = new Region();
    private final Region bar = new Region();
    private final double share;

    /**
     * @param share of the whole length, 0 to 1
     * @param series whose colour it has
     */
    public ValueBar(double share, int series) {
        this.share = share;
        track.getStyleClass().add("bar-track");
        bar.getStyleClass().addAll("bar-value", "series-" + series);
        getStyleClass().add("value-bar");
        HBox.setHgrow(this, Priority.ALWAYS);
        getChildren().addAll(track, bar);
    }

    @Override
    protected void layoutChildren() {
        double height = Math.round(getHeight() * THICKNESS);
        double top = Math.round((getHeight() - height) / 2);
        track.resizeRelocate(0, top, getWidth(), height);
        bar.resizeRelocate(0, top, getWidth() * share, height);
    }
}
