package org.bitscale.ui.compare;

import java.util.List;
import java.util.Optional;
import javafx.scene.layout.Region;
import org.bitscale.eval.Interval;

/** A share as a bar in a run's colour, its interval as a line through the bar's end. */
final class ValueBar extends Region {

    private static final double THICKNESS = 0.45;
    private static final double LINE = 2;

    private final Region track = new Region();
    private final Region bar = new Region();
    private final Region line = new Region();
    private final Region lowEnd = new Region();
    private final Region highEnd = new Region();
    private final double share;
    private final Optional<Interval> interval;

    /**
     * @param share of the whole length, 0 to 1
     * @param interval within 0 to 1
     * @param run whose colour it has
     */
    ValueBar(double share, Optional<Interval> interval, int run) {
        this.share = share;
        this.interval = interval;
        track.getStyleClass().add("bar-track");
        bar.getStyleClass().addAll("bar-value", "series-" + run);
        getStyleClass().add("value-bar");
        getChildren().addAll(track, bar);
        if (interval.isPresent()) {
            for (Region part : List.of(line, lowEnd, highEnd)) {
                part.getStyleClass().add("bar-interval");
                getChildren().add(part);
            }
        }
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = Math.round(getHeight() * THICKNESS);
        double top = Math.round((getHeight() - height) / 2);
        track.resizeRelocate(0, top, width, height);
        bar.resizeRelocate(0, top, width * share, height);
        interval.ifPresent(ends -> {
            double low = Math.round(width * ends.low());
            double high = Math.round(width * ends.high());
            double middle = Math.round(top + height / 2 - LINE / 2);
            line.resizeRelocate(low, middle, Math.max(LINE, high - low), LINE);
            lowEnd.resizeRelocate(low, top + 1, LINE, height - 2);
            highEnd.resizeRelocate(Math.max(low, high - LINE), top + 1, LINE, height - 2);
        });
    }
}
