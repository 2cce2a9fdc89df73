package org.bitscale.ui.network;

import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;

/** Makes one image of a whole network, strip by strip, so that the window stays alive meanwhile. */
final class NetworkImage {

    /** What graphics cards take at most on every machine. */
    private static final double WIDEST = 8000;
    /** Four bytes each. */
    private static final double MOST_PIXELS = 40e6;
    /** Twice as dense as on the screen is sharp on paper. */
    private static final double DENSITY = 2;

    private static final int STRIP = 1000;

    private final NetworkPainter painter;
    private final Picture picture;
    private final Look look;
    private final double scale;
    private final WritableImage whole;
    private final Consumer<Image> done;

    NetworkImage(NetworkPainter painter, Picture picture, Look look, double zoom, Consumer<Image> done) {
        this.painter = painter;
        this.picture = picture;
        this.look = look;
        this.done = done;
        double width = Math.max(1, picture.layout().width());
        double height = Math.max(1, picture.layout().height());
        this.scale = Math.min(DENSITY * zoom, Math.min(WIDEST / width, Math.sqrt(MOST_PIXELS / width / height)));
        this.whole = new WritableImage((int) Math.ceil(scale * width), (int) Math.ceil(scale * height));
    }

    /** Draws it; on the JavaFX thread. */
    void draw() {
        strip(0);
    }

    private void strip(int top) {
        int width = (int) whole.getWidth();
        int height = Math.min(STRIP, (int) whole.getHeight() - top);
        Canvas canvas = new Canvas(width, height);
        painter.paint(canvas.getGraphicsContext2D(), picture, look, new Viewport(scale, 0, -top), width, height);
        WritableImage drawn = canvas.snapshot(null, null);
        whole.getPixelWriter().setPixels(0, top, width, height, drawn.getPixelReader(), 0, 0);
        if (top + height < whole.getHeight()) {
            Platform.runLater(() -> strip(top + height));
        } else {
            done.accept(whole);
        }
    }
}
