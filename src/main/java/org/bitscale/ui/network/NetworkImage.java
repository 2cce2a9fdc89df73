package org.bitscale.ui.network;

import javafx.scene.canvas.Canvas;
import javafx.scene.image.Image;

/** A whole network as one image. */
final class NetworkImage {

    /** What graphics cards take at most on every machine. */
    private static final double LARGEST = 8000;
    /** Sharp on paper. */
    private static final double DENSITY = 2;

    private NetworkImage() {}

    /** Twice as dense as on the screen, less if that would be too large. */
    static Image of(NetworkPainter painter, Picture picture, Look look, double zoom) {
        NetworkLayout layout = picture.layout();
        double scale = Math.min(DENSITY * zoom, LARGEST / Math.max(1, Math.max(layout.width(), layout.height())));
        Canvas canvas = new Canvas(
                Math.max(1, Math.ceil(scale * layout.width())), Math.max(1, Math.ceil(scale * layout.height())));
        painter.paint(
                canvas.getGraphicsContext2D(),
                picture,
                look,
                new Viewport(scale, 0, 0),
                canvas.getWidth(),
                canvas.getHeight());
        return canvas.snapshot(null, null);
    }
}
