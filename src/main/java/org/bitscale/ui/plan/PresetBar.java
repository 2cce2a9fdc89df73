package org.bitscale.ui.plan;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.bitscale.ui.common.Controls;

/** Asks for the name of a new preset and says what was done; takes no room while there is nothing to say. */
final class PresetBar extends VBox {

    private final PresetsModel presets;
    private final TextField name = new TextField();
    private final HBox asking;

    PresetBar(PresetsModel presets) {
        super(8);
        this.presets = presets;
        name.setId("preset-name");
        name.setPrefColumnCount(22);
        name.setOnAction(event -> save());
        name.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                ask(false);
            }
        });
        Label label = Controls.label(PlanTexts.text("preset.name"));
        label.setLabelFor(name);
        name.setAccessibleText(label.getText());
        Button keep = Controls.accent(PlanTexts.text("preset.keep"), "mdmz-save", this::save);
        keep.setId("preset-keep");
        keep.disableProperty().bind(name.textProperty().map(String::isBlank));
        asking = Controls.row(
                label, name, keep, Controls.button(PlanTexts.text("cancel"), "mdal-close", () -> ask(false)));
        Label said = Controls.label(presets.said(), "text-muted");
        said.setId("preset-said");
        Button undo = Controls.button(PlanTexts.text("preset.restore"), "mdmz-undo", presets::restore);
        undo.setId("preset-restore");
        undo.visibleProperty().bind(presets.deleted().map(java.util.Optional::isPresent));
        undo.managedProperty().bind(undo.visibleProperty());
        HBox done = Controls.row(said, undo);
        done.visibleProperty().bind(presets.said().isNotEmpty());
        done.managedProperty().bind(done.visibleProperty());
        getChildren().addAll(asking, done);
        ask(false);
    }

    /** Asks for a name, or not any more. */
    void ask(boolean now) {
        asking.setVisible(now);
        asking.setManaged(now);
        if (now) {
            name.clear();
            name.requestFocus();
        }
    }

    private void save() {
        presets.save(name.getText(), () -> ask(false));
    }
}
