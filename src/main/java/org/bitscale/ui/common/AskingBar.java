package org.bitscale.ui.common;

import atlantafx.base.theme.Styles;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** How far something is that the worker was asked, a way to stop it, and why it was refused. */
public final class AskingBar extends VBox {

    /**
     * @param id of the part of the screen, which those of the controls begin with
     * @param doing what is being done
     * @param cancelling what the button says
     * @param asking what is followed
     */
    public AskingBar(String id, String doing, String cancelling, Asking asking) {
        getStyleClass().add("column");
        ProgressBar bar = new ProgressBar();
        bar.setAccessibleText(doing);
        bar.progressProperty().bind(asking.progress());
        Button cancel = Controls.button(cancelling, "mdal-close", asking::cancel);
        cancel.setId(id + "-cancel");
        HBox waiting = Controls.row(bar, Controls.label(doing, Styles.TEXT_MUTED), cancel);
        whileTrue(waiting, asking);
        getChildren().addAll(waiting, Controls.problem(asking.problem()));
        visibleProperty().bind(asking.running().or(asking.problem().isNotEmpty()));
        managedProperty().bind(visibleProperty());
    }

    private static void whileTrue(Node node, Asking asking) {
        node.visibleProperty().bind(asking.running());
        node.managedProperty().bind(asking.running());
    }
}
