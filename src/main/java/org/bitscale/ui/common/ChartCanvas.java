package org.bitscale.ui.common;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.AccessibleRole;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.stage.Screen;

/**
 * Shows a chart as large as there is room. Charts are drawn in the background into a picture as fine as the display, so
 * that ten thousand points delay no pulse; of what is asked for meanwhile only the newest is drawn.
 *
 * <p>A chart too small to be read is not drawn.
 */
public final class ChartCanvas extends Region {

    private static final int SMALLEST_WIDTH = 320;
    private static final int SMALLEST_HEIGHT = 240;
    /** Changes that come together are drawn together. */
    private static final Duration DELAY = Duration.ofMillis(15);

    private final ImageView picture = new ImageView();
    private final Newest newest;
    private final Consumer<Throwable> failed;
    private Drawing drawing = (graphics, width, height) -> () -> {};
    private double shownWidth;
    private double shownHeight;

    /** Draws a chart. */
    @FunctionalInterface
    public interface Drawing {

        /**
         * Draws it from (0, 0), in the background.
         *
         * @return what is to be done on the JavaFX thread when the picture is shown
         */
        Runnable draw(Graphics2D graphics, int width, int height);
    }

    /** A picture and what follows its being shown. */
    private record Drawn(Image image, double width, double height, Runnable shown) {}

    /**
     * An empty one.
     *
     * @param name what a screen reader says
     * @param background where charts are drawn
     */
    public ChartCanvas(String name, Background background) {
        this.newest = new Newest(background, DELAY);
        this.failed = failure -> {
            throw new IllegalStateException("the chart '" + name + "' cannot be drawn", failure);
        };
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(name);
        picture.setSmooth(false);
        getChildren().add(picture);
        setMinSize(SMALLEST_WIDTH, SMALLEST_HEIGHT);
        setPrefSize(600, 400);
    }

    /** Shows a chart in place of what is shown. */
    public void show(Drawing chart) {
        drawing = chart;
        redraw();
    }

    /** Draws again, soon. */
    public void redraw() {
        int width = (int) Math.floor(getWidth());
        int height = (int) Math.floor(getHeight());
        if (width < SMALLEST_WIDTH || height < SMALLEST_HEIGHT) {
            newest.cancel();
            picture.setImage(null);
            return;
        }
        Drawing chart = drawing;
        double scale = scale();
        newest.request(() -> drawn(chart, width, height, scale), this::shown, failed);
    }

    /** Pixels of the display for each of the window's. */
    private double scale() {
        return getScene() == null || getScene().getWindow() == null
                ? Screen.getPrimary().getOutputScaleX()
                : getScene().getWindow().getOutputScaleX();
    }

    private static Drawn drawn(Drawing chart, int width, int height, double scale) {
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(width * scale), (int) Math.ceil(height * scale), BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(scale, scale);
            Runnable shown = chart.draw(graphics, width, height);
            return new Drawn(SwingFXUtils.toFXImage(image, null), width, height, shown);
        } finally {
            graphics.dispose();
        }
    }

    private void shown(Drawn drawn) {
        picture.setImage(drawn.image());
        picture.setFitWidth(drawn.width());
        picture.setFitHeight(drawn.height());
        drawn.shown().run();
    }

    @Override
    protected void layoutChildren() {
        if (getWidth() != shownWidth || getHeight() != shownHeight) {
            shownWidth = getWidth();
            shownHeight = getHeight();
            redraw();
        }
    }
}
