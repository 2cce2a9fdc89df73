package org.bitscale.ui.network;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitscale.ui.network.ThemeColours.Token;

/** Draws a network's picture: frames, then edges, then boxes, each only where it is seen. */
final class NetworkPainter {

    static final double FRAME_HEAD = 24;

    private static final double LEGIBLE = 0.42;
    private static final double DETAILED = 0.75;
    private static final double CORNER = 6;
    private static final double HEAD_LENGTH = 7;
    private static final double HEAD_WIDTH = 3.5;
    private static final double CAPTION = 9.5;
    private static final double ROOM_FOR_SHAPE = 14;

    private final ThemeColours theme;
    private final BoxPainter boxes;
    private final TextFit texts = new TextFit();

    NetworkPainter(ThemeColours theme) {
        this.theme = theme;
        this.boxes = new BoxPainter(theme);
    }

    /** Draws what a window of so many pixels shows. */
    void paint(GraphicsContext to, Picture picture, Look look, Viewport viewport, double width, double height) {
        to.setFill(theme.of(Token.GROUND));
        to.fillRect(0, 0, width, height);
        to.save();
        to.translate(viewport.x(), viewport.y());
        to.scale(viewport.scale(), viewport.scale());
        Rectangle2D visible = viewport.visible(width, height);
        double detail = viewport.scale() / theme.zoom();
        frames(to, picture, look, visible);
        lines(to, picture, look, visible, detail);
        if (detail > DETAILED) {
            shapes(to, picture, look, visible);
        }
        if (detail > LEGIBLE) {
            titles(to, picture, look, visible);
        }
        for (NetworkNode node : picture.shown().nodes()) {
            if (picture.layout().nodes().get(node.id()).intersects(visible)) {
                boxes.paint(to, picture, node, look, detail > LEGIBLE);
            }
        }
        to.restore();
    }

    private void frames(GraphicsContext to, Picture picture, Look look, Rectangle2D visible) {
        List<NetworkBlock> blocks = picture.shown().blocks();
        for (int i = blocks.size() - 1; i >= 0; i--) { // inner ones come first
            NetworkBlock block = blocks.get(i);
            Rectangle2D frame = picture.layout().blocks().get(block.id());
            if (!frame.intersects(visible)) {
                continue;
            }
            boolean selected = look.isSelected(block.id());
            boolean hovered = look.isHovered(block.id());
            to.setFill(theme.of(Token.SURFACE, 0.45));
            to.fillRoundRect(frame.getMinX(), frame.getMinY(), frame.getWidth(), frame.getHeight(), 14, 14);
            to.setStroke(theme.of(selected ? Token.ACCENT : hovered ? Token.FAINT : Token.FAINT_BORDER));
            to.setLineWidth(selected ? 1.6 : 1);
            to.strokeRoundRect(frame.getMinX(), frame.getMinY(), frame.getWidth(), frame.getHeight(), 14, 14);
        }
    }

    /** Above the edges, which may lead through the head of a frame. */
    private void titles(GraphicsContext to, Picture picture, Look look, Rectangle2D visible) {
        for (NetworkBlock block : picture.shown().blocks()) {
            Rectangle2D frame = picture.layout().blocks().get(block.id());
            if (frame.intersects(visible)) {
                title(to, block.name(), frame, look.isSelected(block.id()) || look.isHovered(block.id()));
            }
        }
    }

    private void title(GraphicsContext to, String name, Rectangle2D frame, boolean strong) {
        Color colour = theme.of(strong ? Token.TEXT : Token.MUTED);
        double middle = frame.getMinY() + FRAME_HEAD / 2 + 1;
        Font font = theme.font(CAPTION + 1);
        String shown = texts.shortened(name, font, frame.getWidth() - 32);
        ground(to, frame.getMinX() + 6, middle - 8, texts.width(shown, font) + 22, 16);
        to.setFont(font);
        to.setTextAlign(TextAlignment.LEFT);
        to.setTextBaseline(VPos.CENTER);
        to.setFill(colour);
        to.fillText(shown, frame.getMinX() + 24, middle);
        to.setStroke(colour);
        to.setLineWidth(1.3);
        to.strokeRoundRect(frame.getMinX() + 9, middle - 5, 10, 10, 3, 3);
        to.strokeLine(frame.getMinX() + 11.5, middle, frame.getMinX() + 16.5, middle);
    }

    private void lines(GraphicsContext to, Picture picture, Look look, Rectangle2D visible, double detail) {
        for (boolean strong : new boolean[] {false, true}) { // what belongs to the selection lies on top
            for (NetworkLayout.Line line : picture.layout().lines()) {
                boolean touches = look.isSelected(line.edge().from())
                        || look.isSelected(line.edge().to());
                if (touches == strong && near(line.bounds(), visible)) {
                    line(to, line, look, strong, detail);
                }
            }
        }
    }

    /** A straight line has no area, which would meet nothing. */
    private static boolean near(Rectangle2D bounds, Rectangle2D visible) {
        return bounds.getMaxX() >= visible.getMinX()
                && bounds.getMinX() <= visible.getMaxX()
                && bounds.getMaxY() >= visible.getMinY()
                && bounds.getMinY() <= visible.getMaxY();
    }

    private void line(GraphicsContext to, NetworkLayout.Line line, Look look, boolean strong, double detail) {
        boolean back =
                look.stepsBack(line.edge().from()) || look.stepsBack(line.edge().to());
        Color colour = theme.of(strong ? Token.ACCENT : Token.FAINT, back && !strong ? 0.35 : 1);
        to.setStroke(colour);
        // Far away a line would be thinner than a pixel.
        to.setLineWidth(Math.max(strong ? 1.8 : 1.1, (strong ? 1.4 : 0.6) / Math.max(detail, 0.05)));
        List<Point2D> points = line.points();
        Point2D end = points.get(points.size() - 1);
        to.beginPath();
        to.moveTo(points.get(0).getX(), points.get(0).getY());
        for (int i = 1; i < points.size() - 1; i++) {
            Point2D corner = points.get(i);
            Point2D in = towards(corner, points.get(i - 1));
            Point2D out = towards(corner, points.get(i + 1));
            to.lineTo(in.getX(), in.getY());
            to.quadraticCurveTo(corner.getX(), corner.getY(), out.getX(), out.getY());
        }
        to.lineTo(end.getX(), end.getY() - HEAD_LENGTH / 2);
        to.stroke();
        to.setFill(colour);
        to.fillPolygon(
                new double[] {end.getX() - HEAD_WIDTH, end.getX() + HEAD_WIDTH, end.getX()},
                new double[] {end.getY() - HEAD_LENGTH, end.getY() - HEAD_LENGTH, end.getY()},
                3);
    }

    private static Point2D towards(Point2D corner, Point2D other) {
        double distance = corner.distance(other);
        return distance == 0 ? corner : corner.interpolate(other, Math.min(CORNER, distance / 2) / distance);
    }

    private void shapes(GraphicsContext to, Picture picture, Look look, Rectangle2D visible) {
        Set<String> labelled = new HashSet<>();
        for (NetworkLayout.Line line : picture.layout().lines()) {
            if (near(line.bounds(), visible) && !look.stepsBack(line.edge().from())) {
                shape(to, line, labelled);
            }
        }
    }

    /** Lets a text be read where edges pass behind it. */
    private void ground(GraphicsContext to, double x, double y, double width, double height) {
        to.setFill(theme.of(Token.GROUND, 0.85));
        to.fillRect(x, y, width, height);
    }

    /** The shape of a tensor, once where it leaves its box. */
    private void shape(GraphicsContext to, NetworkLayout.Line line, Set<String> labelled) {
        Point2D begin = line.points().get(0);
        Point2D next = line.points().get(1);
        if (line.edge().shape().isEmpty()
                || next.getY() - begin.getY() < ROOM_FOR_SHAPE
                || !labelled.add(line.edge().from() + '\n' + line.edge().tensor())) {
            return;
        }
        Font font = theme.font(CAPTION);
        String shape = line.edge().shape().replace("[", "").replace("]", "");
        ground(to, begin.getX() + 4, begin.getY() + 3, texts.width(shape, font) + 2, CAPTION + 2);
        to.setFont(font);
        to.setTextAlign(TextAlignment.LEFT);
        to.setTextBaseline(VPos.TOP);
        to.setFill(theme.of(Token.MUTED));
        to.fillText(shape, begin.getX() + 5, begin.getY() + 3);
    }
}
