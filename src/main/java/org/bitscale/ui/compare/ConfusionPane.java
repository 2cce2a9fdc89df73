package org.bitscale.ui.compare;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitscale.eval.ConfusionMatrix;
import org.bitscale.ui.common.Theme;

/**
 * A confusion matrix as a heat map: a row for each true class, a column for each predicted one, darker where more of the
 * row's examples are. The arrow keys go from cell to cell; what a cell means is said below it.
 */
final class ConfusionPane extends Region {

    private static final double LARGEST_CELL = 32;
    private static final double SMALLEST_CELL = 5;
    private static final double ROOM = 320;
    private static final double NUMBERS_FROM = 22;
    private static final double NAMES_FROM = 11;
    private static final double FONT = 11;
    private static final int LONGEST_NAME = 14;

    private final Canvas canvas = new Canvas();
    private final Tooltip tooltip = new Tooltip();
    private final Consumer<String> say;
    private ConfusionMatrix matrix;
    private List<String> classes = List.of();
    private Looks looks;
    private boolean shares;
    private int row;
    private int column;

    /**
     * Colours, after the theme.
     *
     * @param ground of a cell without examples
     * @param right ground of a cell on the diagonal with all of its row's examples
     * @param wrong the same beside the diagonal
     * @param text names and numbers on the ground
     * @param strong numbers on a dark cell
     * @param zoom how large everything is, 1 is natural
     */
    record Looks(Color ground, Color right, Color wrong, Color text, Color strong, double zoom) {

        private static final String LIGHT_GROUND = "#F3F5F7";
        private static final String DARK_GROUND = "#1C2128";

        /** Those of a theme. */
        static Looks of(Theme theme, double zoom) {
            return theme == Theme.LIGHT
                    ? new Looks(
                            Color.web(LIGHT_GROUND),
                            Color.web("#0072B2"),
                            Color.web("#D55E00"),
                            Color.web("#1F2328"),
                            Color.WHITE,
                            zoom)
                    : new Looks(
                            Color.web(DARK_GROUND),
                            Color.web("#56B4E9"),
                            Color.web("#E69F00"),
                            Color.web("#E8EBEF"),
                            Color.BLACK,
                            zoom);
        }
    }

    /** @param say takes what the chosen cell means */
    ConfusionPane(String name, Consumer<String> say) {
        this.say = say;
        setAccessibleText(name);
        setFocusTraversable(true);
        getStyleClass().add("confusion");
        getChildren().add(canvas);
        focusedProperty().addListener((observed, before, now) -> {
            draw();
            if (now) {
                tell();
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::keys);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> tooltip.hide());
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            requestFocus();
            if (choose(event.getX(), event.getY())) {
                draw();
                tell();
            }
        });
    }

    void show(ConfusionMatrix confusion, List<String> names, Looks colours, boolean inShares) {
        boolean another = matrix == null || matrix.classes() != confusion.classes();
        matrix = confusion;
        classes = names;
        looks = colours;
        shares = inShares;
        if (another) {
            row = 0;
            column = 0;
        }
        draw();
    }

    private double cell() {
        double natural = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, Math.floor(ROOM / matrix.classes())));
        return Math.round(natural * looks.zoom());
    }

    private double left() {
        if (cell() < NAMES_FROM * looks.zoom()) {
            return 4;
        }
        int longest = classes.stream().mapToInt(String::length).max().orElse(0);
        return 10 + Math.min(LONGEST_NAME, longest) * FONT * looks.zoom() * 0.62;
    }

    /** Names of columns stand on end. */
    private double top() {
        return left();
    }

    private void draw() {
        if (matrix == null) {
            return;
        }
        int size = matrix.classes();
        double cell = cell();
        canvas.setWidth(left() + size * cell + 2);
        canvas.setHeight(top() + size * cell + 2);
        setMinSize(canvas.getWidth(), canvas.getHeight());
        setPrefSize(canvas.getWidth(), canvas.getHeight());
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setFont(Font.font(FONT * looks.zoom()));
        g.setTextBaseline(VPos.CENTER);
        for (int truth = 0; truth < size; truth++) {
            for (int predicted = 0; predicted < size; predicted++) {
                cell(g, truth, predicted, cell);
            }
        }
        if (cell >= NAMES_FROM * looks.zoom()) {
            names(g, size, cell);
        }
        if (isFocused()) {
            g.setStroke(looks.text());
            g.setLineWidth(2);
            g.strokeRect(left() + column * cell, top() + row * cell, cell, cell);
        }
    }

    private void cell(GraphicsContext g, int truth, int predicted, double cell) {
        double share = share(truth, predicted);
        double x = left() + predicted * cell;
        double y = top() + truth * cell;
        Color full = truth == predicted ? looks.right() : looks.wrong();
        // A few wrong ones matter more than how many exactly: their colour rises quickly.
        double strength = truth == predicted ? share : Math.sqrt(share);
        g.setFill(looks.ground().interpolate(full, strength));
        g.fillRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
        long count = matrix.count(truth, predicted);
        if (cell >= NUMBERS_FROM * looks.zoom() && count > 0) {
            g.setFill(strength > 0.55 ? looks.strong() : looks.text());
            g.setTextAlign(TextAlignment.CENTER);
            g.fillText(
                    shares ? String.format(Locale.ROOT, "%.0f", 100 * share) : Long.toString(count),
                    x + cell / 2,
                    y + cell / 2,
                    cell - 3);
        }
    }

    private void names(GraphicsContext g, int size, double cell) {
        g.setFill(looks.text());
        g.setTextAlign(TextAlignment.RIGHT);
        for (int i = 0; i < size; i++) {
            g.fillText(shortened(name(i)), left() - 5, top() + (i + 0.5) * cell);
        }
        g.setTextAlign(TextAlignment.LEFT);
        for (int i = 0; i < size; i++) {
            g.save();
            g.translate(left() + (i + 0.5) * cell, top() - 5);
            g.rotate(-90);
            g.fillText(shortened(name(i)), 0, 0);
            g.restore();
        }
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    private String name(int label) {
        return label < classes.size() ? classes.get(label) : Integer.toString(label);
    }

    private double share(int truth, int predicted) {
        long all = 0;
        for (int i = 0; i < matrix.classes(); i++) {
            all += matrix.count(truth, i);
        }
        return all == 0 ? 0 : (double) matrix.count(truth, predicted) / all;
    }

    private boolean choose(double x, double y) {
        int newColumn = (int) Math.floor((x - left()) / cell());
        int newRow = (int) Math.floor((y - top()) / cell());
        if (newColumn < 0 || newRow < 0 || newColumn >= matrix.classes() || newRow >= matrix.classes()) {
            return false;
        }
        column = newColumn;
        row = newRow;
        return true;
    }

    private void moved(MouseEvent event) {
        if (matrix == null) {
            return;
        }
        int oldRow = row;
        int oldColumn = column;
        boolean inside = choose(event.getX(), event.getY());
        String meaning = meaning();
        if (!inside) {
            tooltip.hide();
        } else {
            tooltip.setText(meaning);
            tooltip.show(this, event.getScreenX() + 14, event.getScreenY() + 12);
        }
        row = oldRow;
        column = oldColumn;
    }

    private void keys(KeyEvent event) {
        if (matrix == null) {
            return;
        }
        int last = matrix.classes() - 1;
        KeyCode code = event.getCode();
        int newRow = row + (code == KeyCode.DOWN ? 1 : code == KeyCode.UP ? -1 : 0);
        int newColumn = column + (code == KeyCode.RIGHT ? 1 : code == KeyCode.LEFT ? -1 : 0);
        if (newRow == row && newColumn == column) {
            return;
        }
        row = Math.max(0, Math.min(last, newRow));
        column = Math.max(0, Math.min(last, newColumn));
        draw();
        tell();
        event.consume();
    }

    private void tell() {
        if (matrix != null) {
            say.accept(meaning());
            setAccessibleHelp(meaning());
        }
    }

    private String meaning() {
        long all = 0;
        for (int i = 0; i < matrix.classes(); i++) {
            all += matrix.count(row, i);
        }
        return CompareTexts.text(
                row == column ? "confusion.right" : "confusion.wrong",
                name(row),
                name(column),
                Long.toString(matrix.count(row, column)),
                Long.toString(all),
                ClassTable.percent(share(row, column)));
    }
}
