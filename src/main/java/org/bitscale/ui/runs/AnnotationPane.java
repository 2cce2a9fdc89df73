package org.bitscale.ui.runs;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** Star, tags and note of the chosen runs. What is typed is kept when the field is left. */
final class AnnotationPane extends VBox {

    private final RunTableModel model;
    private final Button star;
    private final TextField tags = new TextField();
    private final TextArea note = new TextArea();
    private List<RunRow> shown = List.of();
    private boolean keeping;

    AnnotationPane(RunTableModel model) {
        this.model = model;
        getStyleClass().add("column");
        star = Controls.iconButton(RunsTexts.text("star"), "mdmz-star_border", () -> model.toggleStar(shown));
        star.setId("star");
        tags.setId("tags");
        tags.setAccessibleText(RunsTexts.text("tags"));
        note.setId("note");
        note.setAccessibleText(RunsTexts.text("note"));
        note.setPromptText(RunsTexts.text("note"));
        note.setWrapText(true);
        note.setPrefRowCount(2);
        HBox.setHgrow(tags, Priority.ALWAYS);
        getChildren().addAll(Controls.row(star, tags), note);
        keeps(tags, this::keepTags);
        keeps(note, this::keepNote);
        tags.setOnAction(event -> keepTags());
        // Enter makes a new line; with Ctrl it keeps the note.
        note.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                keepNote();
                event.consume();
            }
        });
        model.selected().addListener((observed, before, now) -> show());
        model.rows().addListener((observed, before, now) -> show());
        show();
    }

    private static void keeps(TextInputControl field, Runnable keep) {
        field.focusedProperty().addListener((observed, before, now) -> {
            if (!now) {
                keep.run();
            }
        });
    }

    private void show() {
        if (keeping) {
            return; // what is kept for other rows is about to be replaced anyway
        }
        List<RunRow> now = model.chosen();
        boolean others = !now.stream()
                .map(RunRow::id)
                .toList()
                .equals(shown.stream().map(RunRow::id).toList());
        if (others) {
            keep();
            now = model.chosen();
        }
        shown = now;
        boolean one = shown.size() == 1;
        boolean starred = !shown.isEmpty()
                && shown.stream().allMatch(row -> row.annotation().starred());
        star.setGraphic(Icons.of(starred ? "mdmz-star" : "mdmz-star_border"));
        setDisable(shown.isEmpty());
        note.setVisible(one);
        note.setManaged(one);
        tags.setPromptText(
                shown.size() > 1 ? RunsTexts.text("tags.add", RunsTexts.count(shown.size())) : RunsTexts.text("tags"));
        if (others || !tags.isFocused()) {
            tags.setText(one ? keptTags() : "");
        }
        if (others || !note.isFocused()) {
            note.setText(one ? shown.get(0).annotation().note() : "");
        }
    }

    private void keep() {
        keeping = true;
        keepTags();
        keepNote();
        keeping = false;
    }

    private String keptTags() {
        return String.join(", ", shown.get(0).annotation().tags());
    }

    private void keepTags() {
        if (shown.size() == 1 && !tags.getText().equals(keptTags())) {
            model.tag(shown, tags.getText());
        } else if (shown.size() > 1 && !tags.getText().isBlank()) {
            model.addTags(shown, tags.getText());
            tags.clear();
        }
    }

    private void keepNote() {
        if (shown.size() == 1
                && !note.getText().equals(shown.get(0).annotation().note())) {
            model.note(shown, note.getText());
        }
    }
}
