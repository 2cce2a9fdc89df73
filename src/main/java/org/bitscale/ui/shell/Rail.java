package org.bitscale.ui.shell;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.common.ScreenId;

/** The screens, one button each, along the left edge. */
final class Rail extends VBox {

    Rail(ObjectProperty<ScreenId> shown, Set<ScreenId> screens) {
        getStyleClass().add("rail");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        setAccessibleText(ShellTexts.text("rail"));
        ToggleGroup group = new ToggleGroup();
        Map<ScreenId, ToggleButton> buttons = new EnumMap<>(ScreenId.class);
        for (ScreenId id : screens) {
            String name = ShellTexts.text("screen." + id.key());
            ToggleButton button = new ToggleButton(name, Icons.of(id.icon()));
            button.setId("rail-" + id.key());
            button.setAccessibleText(name);
            button.setTooltip(new Tooltip(ShellTexts.text("screen." + id.key() + ".tip", shortcut(id))));
            button.setToggleGroup(group);
            button.setOnAction(event -> shown.set(id));
            buttons.put(id, button);
            getChildren().add(button);
        }
        // A screen cannot be switched off, only another one on.
        group.selectedToggleProperty().addListener((observed, before, now) -> {
            if (now == null && before != null) {
                before.setSelected(true);
            }
        });
        buttons.get(shown.get()).setSelected(true);
        shown.addListener((observed, before, now) -> buttons.get(now).setSelected(true));
    }

    /** Ctrl and its place, from 1. */
    static String shortcut(ScreenId id) {
        return "Ctrl+" + (id.ordinal() + 1);
    }
}
