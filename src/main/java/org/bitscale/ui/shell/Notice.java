package org.bitscale.ui.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** A line under the top line that says what was refused or done, until it is put away. */
final class Notice extends HBox {

    private final Label text = Controls.paragraph("");
    private final javafx.scene.layout.StackPane icon = new javafx.scene.layout.StackPane();

    Notice() {
        getStyleClass().add("notice");
        setAlignment(Pos.CENTER_LEFT);
        text.setId("notice");
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        getChildren()
                .addAll(icon, text, Controls.iconButton(ShellTexts.text("notice.close"), "mdal-close", this::putAway));
        putAway();
    }

    /** Says what was refused. */
    void refuse(String message) {
        show(message, "mdal-error_outline");
        getStyleClass().remove("information");
    }

    /** Says what was done. */
    void inform(String message) {
        show(message, "mdal-check_circle_outline");
        if (!getStyleClass().contains("information")) {
            getStyleClass().add("information");
        }
    }

    private void show(String message, String name) {
        icon.getChildren().setAll(Icons.of(name));
        text.setText(message);
        setVisible(true);
        setManaged(true);
    }

    /** Puts it away. */
    void putAway() {
        setVisible(false);
        setManaged(false);
    }
}
