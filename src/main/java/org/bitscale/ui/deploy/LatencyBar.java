package org.bitscale.ui.deploy;

import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.bitscale.experiment.FileLatency;

/** A time as a bar up to the median; a line goes on to what nine of ten runs take, or to the end of the scale. */
final class LatencyBar extends Region {

    private static final double THICKNESS = 0.55;
    private static final double LINE = 2;

    private final Region bar = new Region();
    private final Region line = new Region();
    private final Region end = new Region();
    private final FileLatency latency;
    private final double longest;

    /**
     * @param longest milliseconds at the right end of the chart
     * @param series whose colour it has
     */
    LatencyBar(FileLatency latency, double longest, int series) {
        this.latency = latency;
        this.longest = longest;
        bar.getStyleClass().addAll("bar-value", "series-" + series);
        line.getStyleClass().add("bar-interval");
        end.getStyleClass().add("bar-interval");
        getStyleClass().addAll("value-bar", "latency-bar");
        HBox.setHgrow(this, Priority.ALWAYS);
        getChildren().addAll(bar, line, end);
    }

    @Override
    protected void layoutChildren() {
        double height = Math.round(getHeight() * THICKNESS);
        double top = Math.round((getHeight() - height) / 2);
        double median = Math.round(getWidth() * latency.median() / longest);
        double p90 = Math.round(Math.min(getWidth() - LINE, getWidth() * latency.p90() / longest));
        bar.resizeRelocate(0, top, Math.max(1, median), height);
        line.resizeRelocate(median, Math.round(top + height / 2 - LINE / 2), Math.max(0, p90 - median), LINE);
        end.setVisible(latency.p90() <= longest);
        end.resizeRelocate(p90, top + 2, LINE, height - 4);
    }
}
