package org.bitscale.ui.runs;

import atlantafx.base.theme.Styles;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.ui.common.Controls;

/** A log: lines of fixed width, a field that searches them, and a box that keeps the newest in sight. */
final class LogPane extends VBox {

    private static final KeyCombination COPY = KeyCombination.valueOf("Ctrl+C");

    private final LogModel model;
    private final ListView<String> list;
    private final CheckBox follow = new CheckBox(RunsTexts.text("log.follow"));

    LogPane(LogModel model) {
        this.model = model;
        getStyleClass().add("log-pane");
        list = new ListView<>(model.lines());
        list.setId("log");
        list.setAccessibleText(RunsTexts.text("log"));
        list.getStyleClass().addAll("mono", Styles.DENSE);
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setPlaceholder(Controls.label(RunsTexts.text("log.empty"), Styles.TEXT_MUTED));
        list.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (COPY.match(event)) {
                copy();
                event.consume();
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(header(), Controls.problem(model.problem()), list);
        visibleProperty().bind(model.title().map(java.util.Optional::isPresent));
        managedProperty().bind(visibleProperty());
        model.match().addListener((observed, before, now) -> find(now.intValue()));
        model.lines().addListener((ListChangeListener<String>) change -> scroll());
    }

    private HBox header() {
        Label title = Controls.label("", Styles.TEXT_BOLD);
        title.textProperty().bind(model.title().map(of -> of.orElse("")));
        title.setMinWidth(0);
        TextField search = new TextField();
        search.setId("log-search");
        search.setPromptText(RunsTexts.text("log.search"));
        search.setAccessibleText(RunsTexts.text("log.search"));
        search.textProperty().bindBidirectional(model.search());
        search.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                model.findNext(event.isShiftDown() ? -1 : 1);
                event.consume();
            }
        });
        Label found = Controls.label("", Styles.TEXT_MUTED, "caption");
        found.textProperty()
                .bind(javafx.beans.binding.Bindings.createStringBinding(
                        () -> model.search().get().isEmpty()
                                ? ""
                                : RunsTexts.text(
                                        "log.found",
                                        RunsTexts.count(model.matches().get())),
                        model.matches(),
                        model.search()));
        follow.setSelected(true);
        follow.visibleProperty().bind(model.live());
        follow.managedProperty().bind(model.live());
        follow.selectedProperty().addListener((observed, before, now) -> scroll());
        return Controls.row(
                title,
                Controls.spacer(),
                follow,
                found,
                search,
                Controls.iconButton(RunsTexts.text("log.previous"), "mdal-keyboard_arrow_up", () -> model.findNext(-1)),
                Controls.iconButton(RunsTexts.text("log.next"), "mdal-keyboard_arrow_down", () -> model.findNext(1)),
                Controls.iconButton(RunsTexts.text("log.copy"), "mdal-content_copy", this::copy),
                Controls.iconButton(RunsTexts.text("log.close"), "mdal-close", model::close));
    }

    private void find(int line) {
        list.getSelectionModel().clearSelection();
        if (line >= 0) {
            list.getSelectionModel().select(line);
            list.scrollTo(Math.max(0, line - 2));
        }
    }

    private void scroll() {
        if (model.live().get() && follow.isSelected() && !model.lines().isEmpty()) {
            list.scrollTo(model.lines().size() - 1);
        }
    }

    /** Copies the chosen lines, or all if none is chosen. */
    private void copy() {
        var chosen = list.getSelectionModel().getSelectedItems();
        ClipboardContent content = new ClipboardContent();
        content.putString((chosen.isEmpty() ? model.lines() : chosen).stream().collect(Collectors.joining("\n")));
        Clipboard.getSystemClipboard().setContent(content);
    }
}
