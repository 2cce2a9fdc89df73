package org.bitscale.ui.network;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.Histogram;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.common.Controls;

/**
 * How a tensor's values are distributed, under the grid that they would be rounded to. Another bit width is drawn at once:
 * nothing but the grid is computed.
 */
public final class HistogramView extends VBox {

    private final QuantizationGrid.Kind kind;
    private final HistogramCanvas canvas = new HistogramCanvas();
    private final Label caption = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final Label scales = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final ObjectProperty<OptionalInt> bits = new SimpleObjectProperty<>(OptionalInt.empty());
    private final BooleanProperty logarithmic = new SimpleBooleanProperty();
    private final String title;
    private Optional<Histogram> values = Optional.empty();
    private float[] channels = {};

    /**
     * An empty one.
     *
     * @param title what is distributed
     * @param kind which grid goes with it
     */
    public HistogramView(String title, QuantizationGrid.Kind kind) {
        this.title = title;
        this.kind = kind;
        getStyleClass().add("histogram-view");
        ToggleButton log = new ToggleButton(NetworkTexts.text("histogram.log"));
        log.setAccessibleText(NetworkTexts.text("histogram.logName", title));
        log.setTooltip(new Tooltip(NetworkTexts.text("histogram.logTip")));
        log.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
        log.selectedProperty().bindBidirectional(logarithmic);
        getChildren()
                .addAll(
                        Controls.row(Controls.label(title, Styles.TEXT_BOLD), Controls.spacer(), log),
                        canvas,
                        caption,
                        scales);
        VBox.setVgrow(canvas, Priority.ALWAYS);
        bits.addListener((observed, before, now) -> redraw());
        logarithmic.addListener((observed, before, now) -> redraw());
        redraw();
    }

    /** Bit width of the grid; empty for float, which has none. */
    public ObjectProperty<OptionalInt> bits() {
        return bits;
    }

    /** Whether counts are drawn by magnitude. */
    public BooleanProperty logarithmic() {
        return logarithmic;
    }

    /**
     * Shows a distribution, or none.
     *
     * @param channelLargest largest magnitude of each output channel, where each has a scale of its own; else empty
     */
    public void show(Optional<Histogram> distribution, float[] channelLargest) {
        values = distribution;
        channels = channelLargest.clone();
        redraw();
    }

    /** What is said below the drawing. */
    public String caption() {
        return (caption.getText() + " " + scales.getText()).strip();
    }

    private void redraw() {
        Optional<QuantizationGrid> grid = values.isPresent() && bits.get().isPresent()
                ? Optional.of(QuantizationGrid.of(values.get(), kind, bits.get().getAsInt()))
                : Optional.empty();
        canvas.show(values, grid, logarithmic.get());
        caption.setText(values.map(histogram -> grid.map(levels -> said(histogram, levels))
                        .orElseGet(() -> NetworkTexts.text(
                                "histogram.float",
                                Numbers.significant(histogram.min()),
                                Numbers.significant(histogram.max()))))
                .orElse(""));
        scales.setText(grid.isPresent() && channels.length > 1 ? perChannel() : "");
        canvas.setAccessibleText(title + ". " + caption());
    }

    private String said(Histogram histogram, QuantizationGrid grid) {
        QuantizationGrid.Fit fit = grid.fit(histogram);
        return NetworkTexts.text(
                "histogram.caption",
                Numbers.significant(grid.step()),
                AxisUnit.SHARE.format(fit.clipped()),
                Double.isInfinite(fit.sqnr()) ? "∞" : String.format(Locale.ROOT, "%.1f", fit.sqnr()));
    }

    private String perChannel() {
        float smallest = Float.POSITIVE_INFINITY;
        float largest = 0;
        for (float channel : channels) {
            smallest = Math.min(smallest, channel);
            largest = Math.max(largest, channel);
        }
        int width = bits.get().getAsInt();
        return NetworkTexts.text(
                "histogram.channels",
                Numbers.significant(QuantizationGrid.weights(smallest, width).step()),
                Numbers.significant(QuantizationGrid.weights(largest, width).step()));
    }
}
