package org.bitscale.app;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Cell;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;

/** Looks at everything that is shown: what has no name for a screen reader, and what text is cut off. */
final class Walk {

    private final List<String> unnamed = new ArrayList<>();
    private final List<String> cutOff = new ArrayList<>();

    private Walk() {}

    /** Of a node and all in it. */
    static Walk over(Node node) {
        Walk walk = new Walk();
        walk.visit(node);
        return walk;
    }

    List<String> unnamed() {
        return unnamed;
    }

    List<String> cutOff() {
        return cutOff;
    }

    private void visit(Node node) {
        if (!node.isVisible()) {
            return;
        }
        if (needsName(node) && isBlank(node.getAccessibleText())) {
            unnamed.add(name(node));
        }
        if (node instanceof Labeled labeled && !(node instanceof Cell) && mustBeWhole(labeled) && isCut(labeled)) {
            cutOff.add(name(node) + " '" + labeled.getText() + "'");
        }
        if (node instanceof Parent parent && (isContainer(node) || !(node instanceof Control))) {
            parent.getChildrenUnmodifiable().forEach(this::visit);
        }
    }

    /** Controls whose skin holds what the program put there; other skins are JavaFX's own business. */
    private static boolean isContainer(Node node) {
        return node instanceof ScrollPane || node instanceof SplitPane || node instanceof TabPane;
    }

    private static boolean needsName(Node node) {
        return node instanceof ButtonBase
                || node instanceof TextInputControl
                || node instanceof ComboBoxBase
                || node instanceof Slider
                || node instanceof Spinner
                || node instanceof TableView
                || node instanceof ListView
                || node instanceof ProgressIndicator
                || node instanceof ScrollPane && !(node.getParent() instanceof Control);
    }

    /** A path may be shortened in its middle, where the label says so. */
    private static boolean mustBeWhole(Labeled labeled) {
        return labeled.getTextOverrun() == javafx.scene.control.OverrunStyle.ELLIPSIS
                && !(labeled.getParent() instanceof ScrollBar)
                && !isBlank(labeled.getText())
                && labeled.getContentDisplay() != javafx.scene.control.ContentDisplay.GRAPHIC_ONLY
                && labeled.getWidth() > 0;
    }

    private static boolean isCut(Labeled labeled) {
        Node text = labeled.lookup(".text");
        return text instanceof Text shown
                && (labeled instanceof Label || labeled instanceof ButtonBase)
                && !shown.getText().equals(labeled.getText());
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static String name(Node node) {
        String id = node.getId() == null ? "" : "#" + node.getId();
        Node parent = node.getParent();
        String in = parent == null ? "" : " in " + parent.getClass().getSimpleName() + parent.getStyleClass();
        return node.getClass().getSimpleName() + id + node.getStyleClass() + in;
    }
}
