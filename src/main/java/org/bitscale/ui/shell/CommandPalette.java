package org.bitscale.ui.shell;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** Finds a command by a part of its name, and does it. */
final class CommandPalette extends StackPane {

    private final Supplier<List<Command>> commands;
    private final TextField query = new TextField();
    private final ObservableList<Command> found = FXCollections.observableArrayList();
    private final ListView<Command> list = new ListView<>(found);
    private final Runnable close;

    CommandPalette(Supplier<List<Command>> commands, Runnable close) {
        this.commands = commands;
        this.close = close;
        getStyleClass().add("overlay");
        setAlignment(Pos.TOP_CENTER);
        setPadding(new javafx.geometry.Insets(70, 20, 20, 20));
        setOnMouseClicked(event -> {
            if (event.getTarget() == this) {
                close.run();
            }
        });
        query.setPromptText(ShellTexts.text("palette.prompt"));
        query.setAccessibleText(ShellTexts.text("palette.prompt"));
        query.setId("palette-query");
        query.textProperty().addListener((observed, before, now) -> search());
        query.addEventFilter(javafx.scene.input.KeyEvent.KEY_PRESSED, event -> keys(event));
        list.setAccessibleText(ShellTexts.text("palette.list"));
        list.setCellFactory(view -> new CommandCell());
        list.setOnMouseClicked(event -> runSelected());
        list.setPlaceholder(Controls.label(ShellTexts.text("palette.none")));
        VBox box = new VBox(query, list);
        box.getStyleClass().add("palette");
        getChildren().add(box);
    }

    /** Begins anew. */
    void begin() {
        query.clear();
        search();
        query.requestFocus();
    }

    private void keys(javafx.scene.input.KeyEvent event) {
        int selected = list.getSelectionModel().getSelectedIndex();
        if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP) {
            int step = event.getCode() == KeyCode.DOWN ? 1 : -1;
            int next = Math.max(0, Math.min(found.size() - 1, selected + step));
            list.getSelectionModel().select(next);
            list.scrollTo(next);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            runSelected();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            close.run();
            event.consume();
        }
    }

    private void runSelected() {
        Command command = list.getSelectionModel().getSelectedItem();
        if (command != null) {
            close.run();
            command.action().run();
        }
    }

    private void search() {
        String[] words = query.getText().toLowerCase(Locale.ROOT).strip().split("\\s+");
        found.setAll(commands.get().stream()
                .filter(command -> command.enabled().getAsBoolean())
                .filter(command -> matches(command, words))
                .toList());
        list.getSelectionModel().selectFirst();
    }

    private static boolean matches(Command command, String[] words) {
        String text = (command.group() + " " + command.title()).toLowerCase(Locale.ROOT);
        return java.util.Arrays.stream(words).allMatch(text::contains);
    }

    /** Icon, name and shortcut. */
    private static final class CommandCell extends ListCell<Command> {

        @Override
        protected void updateItem(Command command, boolean empty) {
            super.updateItem(command, empty);
            if (empty || command == null) {
                setGraphic(null);
                setText(null);
                return;
            }
            Label title = Controls.label(command.title());
            Label group = Controls.label(command.group(), "keys", "caption");
            Label keys =
                    Controls.label(command.keys().map(k -> k.getDisplayText()).orElse(""), "keys", "caption");
            HBox row = Controls.row(Icons.of(command.icon()), title, group, Controls.spacer(), keys);
            setGraphic(row);
            setAccessibleText(command.title());
        }
    }
}
