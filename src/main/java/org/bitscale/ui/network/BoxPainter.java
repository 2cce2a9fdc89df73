package org.bitscale.ui.network;

import java.util.Optional;
import java.util.Set;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.network.ThemeColours.Token;

/** Draws the boxes of a network's picture, in the picture's own coordinates. */
final class BoxPainter {

    private static final double ARC = 10;
    private static final double PADDING = 10;
    private static final double STRIPE = 4;
    private static final double TITLE = 12.5;
    private static final double CAPTION = 10.5;
    private static final double STACK = 3;
    private static final double HATCH = 7;
    private static final double BACK = 0.3;

    private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");
    private static final Set<String> ACTIVATIONS = Set.of(
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Clip",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Elu",
            "Selu",
            "Softmax",
            "LogSoftmax",
            "Gelu",
            "Erf",
            "Softplus");
    private static final Set<String> JOINS = Set.of("Add", "Sub", "Mul", "Div", "Concat", "Sum");

    private final ThemeColours theme;
    private final TextFit texts = new TextFit();

    BoxPainter(ThemeColours theme) {
        this.theme = theme;
    }

    /**
     * Draws one box.
     *
     * @param legible whether there is room for texts
     */
    void paint(GraphicsContext to, Picture picture, NetworkNode node, Look look, boolean legible) {
        Rectangle2D box = picture.layout().nodes().get(node.id());
        Optional<NodeColouring.Entry> entry =
                look.colouring().flatMap(colouring -> colouring.of(node.id(), picture.members(node)));
        Color fill = entry.map(number -> look.colouring().get().colour(number)).orElse(theme.of(Token.SURFACE));
        to.save();
        if (look.stepsBack(node.id())) {
            to.setGlobalAlpha(BACK);
        }
        double arc =
                node.kind() == NetworkNode.Kind.INPUT || node.kind() == NetworkNode.Kind.OUTPUT ? box.getHeight() : ARC;
        halo(to, box, arc, node.id(), look);
        body(to, box, arc, node, fill);
        if (!node.supported()) {
            hatch(to, box);
        }
        border(to, box, arc, node.id(), look);
        if (legible) {
            Color text = entry.isPresent() ? ColourScale.textOn(fill) : theme.of(Token.TEXT);
            Color caption = entry.isPresent() ? text : theme.of(Token.MUTED);
            texts(to, box, node, label(node, look, entry), text, caption);
        }
        if (!node.supported()) {
            warning(to, box);
        }
        to.restore();
    }

    private void halo(GraphicsContext to, Rectangle2D box, double arc, String id, Look look) {
        boolean found = look.matches().contains(id);
        if (look.isSelected(id) || found) {
            to.setFill(theme.of(look.isSelected(id) ? Token.ACCENT : Token.WARNING, 0.28));
            round(to, box, 4, arc + 8);
        }
    }

    private void body(GraphicsContext to, Rectangle2D box, double arc, NetworkNode node, Color fill) {
        to.setFill(Color.rgb(0, 0, 0, theme.isDark() ? 0.35 : 0.06));
        to.fillRoundRect(box.getMinX(), box.getMinY() + 1.5, box.getWidth(), box.getHeight(), arc, arc);
        if (node.kind() == NetworkNode.Kind.BLOCK) {
            Rectangle2D behind =
                    new Rectangle2D(box.getMinX() + STACK, box.getMinY() + STACK, box.getWidth(), box.getHeight());
            to.setFill(fill);
            round(to, behind, 0, arc);
            to.setStroke(theme.of(Token.BORDER));
            to.setLineWidth(1);
            to.strokeRoundRect(behind.getMinX(), behind.getMinY(), behind.getWidth(), behind.getHeight(), arc, arc);
        }
        boolean striped = node.kind() == NetworkNode.Kind.OPERATION;
        to.setFill(striped ? category(node.title()) : fill);
        round(to, box, 0, arc);
        if (striped) {
            to.setFill(fill);
            rightPart(to, box, arc / 2);
        }
    }

    /** All of a box but the stripe. A clip would say the same, but is slow on every machine. */
    private static void rightPart(GraphicsContext to, Rectangle2D box, double radius) {
        to.beginPath();
        to.moveTo(box.getMinX() + STRIPE, box.getMinY());
        to.arcTo(box.getMaxX(), box.getMinY(), box.getMaxX(), box.getMaxY(), radius);
        to.arcTo(box.getMaxX(), box.getMaxY(), box.getMinX(), box.getMaxY(), radius);
        to.lineTo(box.getMinX() + STRIPE, box.getMaxY());
        to.closePath();
        to.fill();
    }

    private void border(GraphicsContext to, Rectangle2D box, double arc, String id, Look look) {
        to.setStroke(
                look.isSelected(id)
                        ? theme.of(Token.ACCENT)
                        : look.matches().contains(id)
                                ? theme.of(Token.WARNING)
                                : theme.of(look.isHovered(id) ? Token.FAINT : Token.BORDER));
        to.setLineWidth(look.isSelected(id) ? 2 : 1);
        to.strokeRoundRect(box.getMinX(), box.getMinY(), box.getWidth(), box.getHeight(), arc, arc);
    }

    private static void round(GraphicsContext to, Rectangle2D box, double wider, double arc) {
        to.fillRoundRect(
                box.getMinX() - wider,
                box.getMinY() - wider,
                box.getWidth() + 2 * wider,
                box.getHeight() + 2 * wider,
                arc,
                arc);
    }

    private static String label(NetworkNode node, Look look, Optional<NodeColouring.Entry> entry) {
        if (look.colouring().isPresent()) {
            return entry.map(NodeColouring.Entry::label).orElse("");
        }
        return node.parameters() > 0 ? AxisUnit.COUNT.format(node.parameters()) : "";
    }

    private void texts(GraphicsContext to, Rectangle2D box, NetworkNode node, String label, Color text, Color caption) {
        to.setTextBaseline(VPos.CENTER);
        boolean end = node.kind() == NetworkNode.Kind.INPUT || node.kind() == NetworkNode.Kind.OUTPUT;
        double left = box.getMinX() + PADDING + (end ? 4 : 2);
        double right = box.getMaxX() - PADDING;
        double room = right - left;
        if (node.isHeavy()) {
            double first = box.getMinY() + box.getHeight() * 0.34;
            double second = box.getMinY() + box.getHeight() * 0.7;
            double taken = right(to, label, right, first, caption);
            left(to, node.title(), theme.bold(TITLE), left, first, room - taken, text);
            double sign = node.kind() == NetworkNode.Kind.BLOCK ? sign(to, right, second, caption) : 0;
            left(to, node.name(), theme.font(CAPTION), left, second, room - sign, caption);
        } else {
            double middle = box.getMinY() + box.getHeight() / 2;
            double taken = right(to, end ? node.name() : label, right - (end ? 4 : 0), middle, caption);
            left(to, node.title(), theme.font(TITLE - 0.5), left, middle, room - taken, text);
        }
    }

    private double right(GraphicsContext to, String text, double right, double middle, Color colour) {
        if (text.isEmpty()) {
            return 0;
        }
        Font font = theme.font(CAPTION);
        String shown = texts.shortened(text, font, NetworkLayout.LIGHT_WIDTH / 2);
        to.setFont(font);
        to.setFill(colour);
        to.setTextAlign(TextAlignment.RIGHT);
        to.fillText(shown, right, middle);
        return texts.width(shown, font) + PADDING / 2;
    }

    private void left(
            GraphicsContext to, String text, Font font, double left, double middle, double room, Color colour) {
        to.setFont(font);
        to.setFill(colour);
        to.setTextAlign(TextAlignment.LEFT);
        to.fillText(texts.shortened(text, font, room), left, middle);
    }

    /** A plus: there is more in it. */
    private double sign(GraphicsContext to, double right, double middle, Color colour) {
        to.setStroke(colour);
        to.setLineWidth(1.4);
        to.strokeLine(right - 8, middle, right, middle);
        to.strokeLine(right - 4, middle - 4, right - 4, middle + 4);
        return 14;
    }

    private void hatch(GraphicsContext to, Rectangle2D box) {
        to.setStroke(theme.of(Token.WARNING, 0.35));
        to.setLineWidth(1.5);
        for (double x = box.getMinX() - box.getHeight() + HATCH; x < box.getMaxX(); x += HATCH) {
            // Upwards to the right, cut off at the borders.
            double left = Math.max(x, box.getMinX() + STRIPE);
            double right = Math.min(x + box.getHeight(), box.getMaxX());
            to.strokeLine(left, box.getMaxY() - (left - x), right, box.getMaxY() - (right - x));
        }
    }

    private void warning(GraphicsContext to, Rectangle2D box) {
        double x = box.getMaxX();
        double y = box.getMinY();
        to.setFill(theme.of(Token.WARNING));
        to.fillPolygon(new double[] {x - 9, x, x + 9}, new double[] {y + 8, y - 8, y + 8}, 3);
        to.setStroke(Color.WHITE);
        to.setLineWidth(1.8);
        to.strokeLine(x, y - 2, x, y + 2.5);
        to.strokeLine(x, y + 5, x, y + 5.4);
    }

    private Color category(String operator) {
        if (WEIGHTED.contains(operator)) {
            return Color.web("#0072B2");
        }
        if (operator.endsWith("Normalization") || operator.equals("LRN")) {
            return Color.web("#CC79A7");
        }
        if (ACTIVATIONS.contains(operator)) {
            return Color.web("#E69F00");
        }
        if (operator.contains("Pool") || operator.startsWith("Reduce")) {
            return Color.web("#009E73");
        }
        return JOINS.contains(operator) ? Color.web("#56B4E9") : theme.of(Token.FAINT);
    }
}
