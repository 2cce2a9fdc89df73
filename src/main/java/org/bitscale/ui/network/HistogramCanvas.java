package org.bitscale.ui.network;

import java.util.Optional;
import java.util.OptionalDouble;
import javafx.application.Platform;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;
import org.bitscale.experiment.Histogram;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.network.ThemeColours.Token;

/** Draws a distribution and the levels of a grid over it; under the pointer it tells value, level and count. */
final class HistogramCanvas extends Region {

    private static final double TOP = 20;
    private static final double BOTTOM = 18;
    private static final double SIDE = 8;
    private static final double FONT = 10.5;
    private static final double DENSE = 2;
    private static final double CLEAR = 12;
    private static final int TICKS = 6;

    private final Canvas canvas = new Canvas();
    private final ThemeColours theme = new ThemeColours(this::redraw);
    private Optional<Histogram> values = Optional.empty();
    private Optional<QuantizationGrid> grid = Optional.empty();
    private boolean logarithmic;
    private OptionalDouble pointer = OptionalDouble.empty();
    private boolean asked;

    HistogramCanvas() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getStyleClass().add("histogram");
        getChildren().addAll(theme, canvas);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> point(OptionalDouble.of(event.getX())));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> point(OptionalDouble.empty()));
    }

    void show(Optional<Histogram> distribution, Optional<QuantizationGrid> levels, boolean logCounts) {
        values = distribution;
        grid = levels;
        logarithmic = logCounts;
        redraw();
    }

    private void point(OptionalDouble x) {
        pointer = x;
        redraw();
    }

    private void redraw() {
        if (!asked) {
            asked = true;
            Platform.runLater(this::draw);
        }
    }

    private void draw() {
        asked = false;
        GraphicsContext to = canvas.getGraphicsContext2D();
        to.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        if (canvas.getWidth() > 4 * SIDE && canvas.getHeight() > TOP + 2 * BOTTOM) {
            values.ifPresent(histogram -> new Drawing(to, histogram).draw());
        }
    }

    /** One drawing of one histogram. */
    private final class Drawing {

        private final GraphicsContext to;
        private final Histogram histogram;
        private final double zoom = theme.zoom();
        private final double left = SIDE;
        private final double right = canvas.getWidth() - SIDE;
        private final double top = TOP * zoom;
        private final double bottom = canvas.getHeight() - BOTTOM * zoom;
        private final double low;
        private final double high;

        Drawing(GraphicsContext to, Histogram histogram) {
            this.to = to;
            this.histogram = histogram;
            double from =
                    Math.min(histogram.min(), grid.map(QuantizationGrid::lowest).orElse(histogram.min()));
            double until = Math.max(
                    histogram.max(), grid.map(QuantizationGrid::highest).orElse(histogram.max()));
            double margin = until > from ? 0.02 * (until - from) : 0.5;
            this.low = from - margin;
            this.high = until + margin;
        }

        void draw() {
            axis();
            bars();
            grid.ifPresent(levels -> {
                clipped(levels);
                levels(levels);
            });
            reading();
        }

        private double x(double value) {
            return left + (value - low) / (high - low) * (right - left);
        }

        private double value(double x) {
            return low + (x - left) / (right - left) * (high - low);
        }

        private void axis() {
            to.setStroke(theme.of(Token.BORDER));
            to.setLineWidth(1);
            to.strokeLine(left, bottom + 0.5, right, bottom + 0.5);
            to.setFont(theme.font(FONT * zoom));
            to.setFill(theme.of(Token.MUTED));
            to.setTextAlign(TextAlignment.CENTER);
            to.setTextBaseline(VPos.TOP);
            double step = Numbers.step(high - low, TICKS);
            for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
                double rounded = Math.rint(tick / step) * step;
                to.strokeLine(x(rounded), bottom + 0.5, x(rounded), bottom + 3.5);
                double aside = 12 * zoom;
                to.fillText(
                        Numbers.tick(rounded + 0.0, step),
                        Math.max(left + aside, Math.min(right - aside, x(rounded))),
                        bottom + 4);
            }
        }

        private void bars() {
            long most = 1;
            for (long count : histogram.counts()) {
                most = Math.max(most, count);
            }
            double width = ((double) histogram.max() - histogram.min()) / histogram.counts().length;
            double[] across = new double[2 * histogram.counts().length + 2];
            double[] down = new double[across.length];
            for (int bin = 0; bin < histogram.counts().length; bin++) {
                double height = share(histogram.counts()[bin], most) * (bottom - top);
                across[2 * bin] = x(histogram.min() + bin * width);
                across[2 * bin + 1] = width > 0 ? x(histogram.min() + (bin + 1) * width) : across[2 * bin] + 2;
                down[2 * bin] = bottom - height;
                down[2 * bin + 1] = bottom - height;
            }
            across[across.length - 2] = across[across.length - 3];
            across[across.length - 1] = across[0];
            down[across.length - 2] = bottom;
            down[across.length - 1] = bottom;
            to.setFill(theme.of(Token.ACCENT, 0.55));
            to.fillPolygon(across, down, across.length);
            to.setFill(theme.of(Token.MUTED));
            to.setTextAlign(TextAlignment.LEFT);
            to.setTextBaseline(VPos.CENTER);
            if (pointer.isEmpty()) {
                String key = logarithmic ? "histogram.mostLog" : "histogram.most";
                to.fillText(NetworkTexts.text(key, AxisUnit.COUNT.format(most)), left, top / 2);
            }
        }

        private double share(long count, long most) {
            return logarithmic ? Math.log1p(count) / Math.log1p(most) : (double) count / most;
        }

        private void clipped(QuantizationGrid levels) {
            double from = x(levels.lowest() - levels.step() / 2.0);
            double until = x(levels.highest() + levels.step() / 2.0);
            to.setFill(theme.of(Token.DANGER, 0.16));
            if (levels.lowest() - levels.step() / 2.0 > histogram.min()) {
                to.fillRect(left, top, from - left, bottom - top);
            }
            if (levels.highest() + levels.step() / 2.0 < histogram.max()) {
                to.fillRect(until, top, right - until, bottom - top);
            }
        }

        /** Lines fade as they come closer; where they cannot be told apart, a ground shows how far they reach. */
        private void levels(QuantizationGrid levels) {
            double apart = x(low + levels.step()) - x(low);
            if (apart < DENSE) {
                to.setFill(theme.of(Token.TEXT, 0.08));
                to.fillRect(x(levels.lowest()), top, x(levels.highest()) - x(levels.lowest()), bottom - top);
                return;
            }
            double strength = 0.18 + 0.5 * Math.min(1, (apart - DENSE) / CLEAR);
            to.setStroke(theme.of(Token.TEXT, strength));
            to.setLineWidth(1);
            for (double level : levels.levels()) {
                double x = Math.round(x(level)) + 0.5;
                to.strokeLine(x, top, x, bottom);
            }
        }

        private void reading() {
            if (pointer.isEmpty() || pointer.getAsDouble() < left || pointer.getAsDouble() > right) {
                return;
            }
            double at = pointer.getAsDouble();
            double value = value(at);
            to.setStroke(theme.of(Token.ACCENT));
            to.setLineWidth(1);
            to.strokeLine(at, top, at, bottom);
            to.setFill(theme.of(Token.TEXT));
            to.setTextBaseline(VPos.CENTER);
            to.setTextAlign(TextAlignment.LEFT);
            to.fillText(read(value), left, top / 2);
        }

        private String read(double value) {
            double width = ((double) histogram.max() - histogram.min()) / histogram.counts().length;
            int bin = width > 0 ? (int) Math.floor((value - histogram.min()) / width) : 0;
            long count = bin >= 0 && bin < histogram.counts().length ? histogram.counts()[bin] : 0;
            String counted = AxisUnit.COUNT.format(count);
            String here = Numbers.significant(value);
            return grid.map(levels -> {
                        int code = levels.params().quantize((float) value, levels.format());
                        return NetworkTexts.text(
                                "histogram.reading",
                                here,
                                counted,
                                Integer.toString(code),
                                Numbers.significant(levels.params().dequantize(code)));
                    })
                    .orElseGet(() -> NetworkTexts.text("histogram.readingFloat", here, counted));
        }
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(Math.floor(getWidth()));
        canvas.setHeight(Math.floor(getHeight()));
        redraw();
    }
}
