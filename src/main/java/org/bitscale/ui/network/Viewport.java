package org.bitscale.ui.network;

import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;

/**
 * Which part of a picture is seen how large.
 *
 * @param scale pixels on the screen for one of the picture
 * @param x where the picture's left border is on the screen
 * @param y where its upper border is
 */
record Viewport(double scale, double x, double y) {

    static final double SMALLEST = 0.02;
    static final double LARGEST = 4;

    private static final double READABLE = 0.5;

    /** The scale stays within its limits. */
    Viewport {
        scale = Math.max(SMALLEST, Math.min(LARGEST, scale));
    }

    /** All of a picture in the middle of a window, at most at {@code natural} scale. */
    static Viewport fitting(NetworkLayout layout, double width, double height, double natural) {
        if (layout.width() <= 0 || layout.height() <= 0) {
            return new Viewport(natural, 0, 0);
        }
        double scale = Math.min(natural, Math.min(width / layout.width(), height / layout.height()));
        return middle(layout, new Viewport(scale, 0, 0), width, (height - scale * layout.height()) / 2);
    }

    /** Where one begins to look: all of it if that can be read, else its upper part. */
    static Viewport beginning(NetworkLayout layout, double width, double height, double natural) {
        Viewport fitting = fitting(layout, width, height, natural);
        if (fitting.scale() >= READABLE * natural || layout.width() <= 0) {
            return fitting;
        }
        double scale = Math.min(natural, Math.max(READABLE * natural, width / layout.width()));
        return middle(layout, new Viewport(scale, 0, 0), width, 0);
    }

    private static Viewport middle(NetworkLayout layout, Viewport viewport, double width, double top) {
        return new Viewport(viewport.scale(), (width - viewport.scale() * layout.width()) / 2, top);
    }

    /** Larger or smaller; what is at a place of the screen stays there. */
    Viewport zoomed(double factor, double screenX, double screenY) {
        Viewport sized = new Viewport(scale * factor, 0, 0);
        Point2D fixed = toPicture(screenX, screenY);
        return new Viewport(
                sized.scale(), screenX - sized.scale() * fixed.getX(), screenY - sized.scale() * fixed.getY());
    }

    /** Moved by pixels of the screen. */
    Viewport moved(double across, double down) {
        return new Viewport(scale, x + across, y + down);
    }

    /** At the same scale, with a place of the picture in the middle of a window. */
    Viewport centred(Point2D place, double width, double height) {
        return new Viewport(scale, width / 2 - scale * place.getX(), height / 2 - scale * place.getY());
    }

    /** Moved as little as brings a box, with a margin, into a window. */
    Viewport showing(Rectangle2D box, double margin, double width, double height) {
        Rectangle2D on = toScreen(box);
        return moved(
                shift(on.getMinX() - margin, on.getMaxX() + margin, width),
                shift(on.getMinY() - margin, on.getMaxY() + margin, height));
    }

    private static double shift(double low, double high, double size) {
        if (low < 0) {
            return -low;
        }
        return high > size ? Math.max(size - high, -low) : 0;
    }

    /** Moved back where nothing of the picture would be seen: its middle half stays in the window. */
    Viewport kept(NetworkLayout layout, double width, double height) {
        return new Viewport(scale, kept(x, scale * layout.width(), width), kept(y, scale * layout.height(), height));
    }

    private static double kept(double offset, double size, double window) {
        return Math.max(window / 2 - size, Math.min(window / 2, offset));
    }

    /** The place of the picture at a place of the screen. */
    Point2D toPicture(double screenX, double screenY) {
        return new Point2D((screenX - x) / scale, (screenY - y) / scale);
    }

    /** Where a part of the picture is on the screen. */
    Rectangle2D toScreen(Rectangle2D box) {
        return new Rectangle2D(
                x + scale * box.getMinX(), y + scale * box.getMinY(), scale * box.getWidth(), scale * box.getHeight());
    }

    /** The part of the picture that a window shows. */
    Rectangle2D visible(double width, double height) {
        return new Rectangle2D(-x / scale, -y / scale, width / scale, height / scale);
    }
}
