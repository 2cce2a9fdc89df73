package org.bitscale.ui.shell;

import atlantafx.base.theme.Styles;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;

/** Every shortcut that works now. */
final class ShortcutList extends StackPane {

    private final Supplier<List<Command>> commands;
    private final GridPane grid = new GridPane();
    private final Button close;

    ShortcutList(Supplier<List<Command>> commands, Runnable putAway) {
        this.commands = commands;
        getStyleClass().add("overlay");
        setAlignment(Pos.CENTER);
        setOnMouseClicked(event -> {
            if (event.getTarget() == this) {
                putAway.run();
            }
        });
        close = Controls.iconButton(ShellTexts.text("shortcuts.close"), "mdal-close", putAway);
        grid.setHgap(24);
        grid.setVgap(6);
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setAccessibleText(ShellTexts.text("shortcuts.title"));
        HBox title = Controls.row(
                Controls.label(ShellTexts.text("shortcuts.title"), Styles.TITLE_3), Controls.spacer(), close);
        VBox box = new VBox(title, scroll);
        box.getStyleClass().add("palette");
        getChildren().add(box);
    }

    /** Shows what is possible now. */
    void begin() {
        grid.getChildren().clear();
        Map<String, Map<String, Set<String>>> groups = new LinkedHashMap<>();
        commands.get().forEach(command -> command.keys()
                .ifPresent(keys -> groups.computeIfAbsent(command.group(), group -> new LinkedHashMap<>())
                        .computeIfAbsent(command.title(), title -> new LinkedHashSet<>())
                        .add(keys.getDisplayText())));
        int row = 0;
        for (Map.Entry<String, Map<String, Set<String>>> group : groups.entrySet()) {
            grid.add(Controls.label(group.getKey(), Styles.TEXT_BOLD), 0, row++, 2, 1);
            for (Map.Entry<String, Set<String>> command : group.getValue().entrySet()) {
                grid.add(Controls.label(command.getKey()), 0, row);
                grid.add(Controls.label(String.join(", ", command.getValue()), "keys"), 1, row++);
            }
        }
        close.requestFocus();
    }
}
