package org.bitscale.ui.common;

import java.awt.Graphics2D;
import javafx.application.Platform;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import org.jfree.fx.FXGraphics2D;

/**
 * Draws a chart as large as there is room. What is asked for within one pulse is drawn once.
 *
 * <p>A chart too small to be read is not drawn.
 */
public final class ChartCanvas extends Region {

    private static final int SMALLEST_WIDTH = 320;
    private static final int SMALLEST_HEIGHT = 240;

    private final Canvas canvas = new Canvas();
    private Drawing drawing = (graphics, width, height) -> {};
    private boolean asked;

    /** Draws a chart from (0, 0). */
    public interface Drawing {
        /** Draws it in so many pixels. */
        void draw(Graphics2D graphics, int width, int height);
    }

    /** An empty one. */
    public ChartCanvas(String name) {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(name);
        getChildren().add(canvas);
        setMinSize(SMALLEST_WIDTH, SMALLEST_HEIGHT);
        setPrefSize(600, 400);
    }

    /** Shows a chart in place of what was shown. */
    public void show(Drawing chart) {
        drawing = chart;
        redraw();
    }

    /** Draws again, soon. */
    public void redraw() {
        if (!asked) {
            asked = true;
            Platform.runLater(this::draw);
        }
    }

    @Override
    protected void layoutChildren() {
        double width = Math.floor(getWidth());
        double height = Math.floor(getHeight());
        if (width != canvas.getWidth() || height != canvas.getHeight()) {
            canvas.setWidth(width);
            canvas.setHeight(height);
            redraw();
        }
    }

    private void draw() {
        asked = false;
        GraphicsContext context = canvas.getGraphicsContext2D();
        context.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        if (canvas.getWidth() >= SMALLEST_WIDTH && canvas.getHeight() >= SMALLEST_HEIGHT) {
            FXGraphics2D graphics = new FXGraphics2D(context);
            graphics.setZeroStrokeWidth(0.1);
            drawing.draw(graphics, (int) canvas.getWidth(), (int) canvas.getHeight());
        }
    }
}
