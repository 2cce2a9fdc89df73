package org.bitscale.ui.common;

import atlantafx.base.theme.Styles;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Controls as this program has them: each with a name that a screen reader can say. */
public final class Controls {

    private Controls() {}

    /** A button with a text and an icon. */
    public static Button button(String text, String icon, Runnable action) {
        Button button = new Button(text, Icons.of(icon));
        button.setAccessibleText(text);
        button.setMnemonicParsing(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** The button that is meant to be pressed next. */
    public static Button accent(String text, String icon, Runnable action) {
        Button button = button(text, icon, action);
        button.getStyleClass().add(Styles.ACCENT);
        return button;
    }

    /** A button that shows an icon only; its name is its tooltip. */
    public static Button iconButton(String name, String icon, Runnable action) {
        Button button = button(name, icon, action);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setTooltip(new Tooltip(name));
        return button;
    }

    /** A text. */
    public static Label label(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** The name of a screen; never shortened. */
    public static Label title(String text) {
        Label title = label(text, "screen-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        return title;
    }

    /** A line that takes no room while there is nothing to say. */
    public static Label message(String... styles) {
        Label label = paragraph("", styles);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    /** A text that changes. */
    public static Label label(ObservableValue<String> text, String... styles) {
        Label label = label("", styles);
        label.textProperty().bind(text);
        return label;
    }

    /** A text of several lines. */
    public static Label paragraph(String text, String... styles) {
        Label label = label(text, styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** Takes what room is left. */
    public static Region spacer() {
        Region spacer = new Region();
        HBox.setHgrow(spacer, Priority.ALWAYS);
        VBox.setVgrow(spacer, Priority.ALWAYS);
        return spacer;
    }

    /** Side by side. */
    public static HBox row(Node... nodes) {
        HBox row = new HBox(nodes);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** One below the other. */
    public static VBox column(Node... nodes) {
        VBox column = new VBox(nodes);
        column.getStyleClass().add("column");
        return column;
    }

    /** A framed part of a screen under a title. */
    public static VBox card(String title, Node... nodes) {
        VBox card = column(nodes);
        if (!title.isEmpty()) {
            card.getChildren().add(0, label(title, Styles.TITLE_4));
        }
        card.getStyleClass().add("card");
        return card;
    }

    /** Gives a control the name that a screen reader says. */
    public static <T extends Node> T named(String name, T node) {
        node.setAccessibleText(name);
        return node;
    }

    /** What stands where there is nothing yet: what it would be, and what to do next. */
    public static VBox empty(String icon, String title, String text, Node... actions) {
        VBox box = column(Icons.of(icon), label(title, Styles.TITLE_3), paragraph(text, Styles.TEXT_MUTED));
        box.getChildren().addAll(actions);
        box.getStyleClass().add("empty");
        box.setAlignment(Pos.CENTER);
        return box;
    }

    /** A line below a field that says why its text is refused; it takes no room while there is nothing to say. */
    public static Label problem(ObservableValue<String> text) {
        Label label = paragraph("", Styles.DANGER, "problem");
        label.textProperty().bind(text);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        label.setGraphic(Icons.of("mdal-error_outline"));
        return label;
    }
}
