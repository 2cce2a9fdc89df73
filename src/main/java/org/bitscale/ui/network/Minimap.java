package org.bitscale.ui.network;

import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.bitscale.ui.network.ThemeColours.Token;

/** All of a picture, small, with the part that is seen; dragging moves that part. */
final class Minimap extends Region {

    private static final double WIDEST = 170;
    private static final double NARROWEST = 36;
    private static final double PADDING = 6;

    private final Canvas canvas = new Canvas();
    private final ThemeColours theme;
    private NetworkLayout layout = NetworkLayout.EMPTY;

    /** @param towards hears the place of the picture that shall be in the middle */
    Minimap(ThemeColours theme, Consumer<Point2D> towards) {
        this.theme = theme;
        setId("minimap");
        getStyleClass().add("minimap");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(NetworkTexts.text("minimap"));
        getChildren().add(canvas);
        addEventHandler(MouseEvent.ANY, event -> {
            boolean moves = event.getEventType() == MouseEvent.MOUSE_PRESSED
                    || event.getEventType() == MouseEvent.MOUSE_DRAGGED;
            if (moves && layout.width() > 0) {
                towards.accept(place(event.getX(), event.getY()));
            }
            event.consume();
        });
    }

    /** The size it wants for a picture, within {@code highest} pixels of height. */
    Point2D sizeFor(NetworkLayout picture, double highest) {
        if (picture.width() <= 0) {
            return Point2D.ZERO;
        }
        double scale = Math.min(WIDEST / picture.width(), (highest - 2 * PADDING) / picture.height());
        return new Point2D(
                Math.max(NARROWEST, scale * picture.width() + 2 * PADDING), scale * picture.height() + 2 * PADDING);
    }

    /** Draws it. */
    void paint(Picture picture, Look look, Rectangle2D visible) {
        layout = picture.layout();
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        GraphicsContext to = canvas.getGraphicsContext2D();
        to.clearRect(0, 0, getWidth(), getHeight());
        if (layout.width() <= 0) {
            return;
        }
        double scale = scale();
        to.save();
        to.translate(left(), PADDING);
        to.scale(scale, scale);
        for (NetworkNode node : picture.shown().nodes()) {
            Rectangle2D box = layout.nodes().get(node.id());
            to.setFill(colour(picture, look, node));
            to.fillRect(box.getMinX(), box.getMinY(), box.getWidth(), Math.max(box.getHeight(), 1 / scale));
        }
        Rectangle2D seen = within(visible, scale);
        to.setFill(theme.of(Token.ACCENT, 0.14));
        to.fillRect(seen.getMinX(), seen.getMinY(), seen.getWidth(), seen.getHeight());
        to.setStroke(theme.of(Token.ACCENT));
        to.setLineWidth(1.4 / scale);
        to.strokeRect(seen.getMinX(), seen.getMinY(), seen.getWidth(), seen.getHeight());
        to.restore();
    }

    /** What is seen of the picture, cut off at the borders of the overview. */
    private Rectangle2D within(Rectangle2D visible, double scale) {
        double aside = (left() - 2) / scale;
        double above = (PADDING - 2) / scale;
        double minX = clamped(visible.getMinX(), -aside, layout.width() + aside);
        double maxX = clamped(visible.getMaxX(), -aside, layout.width() + aside);
        double minY = clamped(visible.getMinY(), -above, layout.height() + above);
        double maxY = clamped(visible.getMaxY(), -above, layout.height() + above);
        return new Rectangle2D(minX, minY, maxX - minX, maxY - minY);
    }

    private static double clamped(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }

    private Color colour(Picture picture, Look look, NetworkNode node) {
        if (look.isSelected(node.id())) {
            return theme.of(Token.ACCENT);
        }
        if (look.matches().contains(node.id()) || !node.supported()) {
            return theme.of(Token.WARNING);
        }
        return look.colouring()
                .flatMap(colouring ->
                        colouring.of(node.id(), picture.members(node)).map(colouring::colour))
                .orElseGet(() -> theme.of(Token.FAINT, node.isHeavy() ? 0.9 : 0.45));
    }

    private double scale() {
        return (getHeight() - 2 * PADDING) / layout.height();
    }

    private double left() {
        return (getWidth() - scale() * layout.width()) / 2;
    }

    private Point2D place(double x, double y) {
        return new Point2D((x - left()) / scale(), (y - PADDING) / scale());
    }
}
