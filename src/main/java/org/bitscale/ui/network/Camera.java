package org.bitscale.ui.network;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;

/** Looks at a picture through a window that may have no size yet. */
final class Camera {

    private static final double MARGIN = 24;
    private static final double LEGIBLE = 0.7;

    private final Supplier<NetworkLayout> layout;
    private final Supplier<Double> natural;
    private final Runnable moved;
    private Viewport viewport = new Viewport(1, 0, 0);
    private double width;
    private double height;
    private boolean beginsLater;

    /**
     * @param layout what is looked at
     * @param natural the scale at which texts have their natural size
     * @param moved is told of every movement
     */
    Camera(Supplier<NetworkLayout> layout, Supplier<Double> natural, Runnable moved) {
        this.layout = layout;
        this.natural = natural;
        this.moved = moved;
    }

    Viewport viewport() {
        return viewport;
    }

    /** The part of the picture that is seen. */
    Rectangle2D visible() {
        return viewport.visible(width, height);
    }

    /** The window has another size: what was in the middle stays there. */
    void resize(double newWidth, double newHeight) {
        if (width > 0) {
            viewport = viewport.moved((newWidth - width) / 2, 0);
        }
        width = newWidth;
        height = newHeight;
        if (beginsLater) {
            begin();
        }
    }

    /** Looks at the beginning; as long as there is no size, later. */
    void begin() {
        beginsLater = width <= 0 || height <= 0;
        if (!beginsLater) {
            viewport = Viewport.beginning(layout.get(), width, height, natural.get());
            moved.run();
        }
    }

    void fit() {
        look(Viewport.fitting(layout.get(), width, height, natural.get()));
    }

    /** Larger or smaller about the middle. */
    void zoom(double factor) {
        zoom(factor, width / 2, height / 2);
    }

    /** Texts get their natural size. */
    void natural() {
        zoom(natural.get() / viewport.scale());
    }

    void zoom(double factor, double x, double y) {
        look(viewport.zoomed(factor, x, y));
    }

    void move(double across, double down) {
        look(viewport.moved(across, down));
    }

    void centre(Point2D place) {
        look(viewport.centred(place, width, height));
    }

    /** Moves as little as is needed to see a box. */
    void show(Rectangle2D box) {
        look(viewport.showing(box, MARGIN, width, height));
    }

    /** Comes near enough to read a box, and brings it into the middle if it is out of sight. */
    void approach(Rectangle2D box) {
        double legible = LEGIBLE * natural.get();
        boolean far = viewport.scale() < legible;
        Viewport near = far ? viewport.zoomed(legible / viewport.scale(), width / 2, height / 2) : viewport;
        Rectangle2D window = new Rectangle2D(0, 0, Math.max(1, width), Math.max(1, height));
        boolean seen = window.contains(near.toScreen(box));
        look(seen ? near : near.centred(new Point2D(middle(box), (box.getMinY() + box.getMaxY()) / 2), width, height));
    }

    /** What changed its size keeps its upper middle where it was on the screen. */
    void keep(Optional<Rectangle2D> screenBefore, Optional<Rectangle2D> box) {
        if (screenBefore.isPresent() && box.isPresent()) {
            Rectangle2D now = viewport.toScreen(box.get());
            move(middle(screenBefore.get()) - middle(now), screenBefore.get().getMinY() - now.getMinY());
        }
    }

    private static double middle(Rectangle2D box) {
        return (box.getMinX() + box.getMaxX()) / 2;
    }

    private void look(Viewport at) {
        viewport = at.kept(layout.get(), width, height);
        moved.run();
    }
}
