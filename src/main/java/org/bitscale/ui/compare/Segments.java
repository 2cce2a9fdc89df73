package org.bitscale.ui.compare;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import org.controlsfx.control.SegmentedButton;

/** One of a few, side by side; one is always chosen. */
final class Segments {

    private Segments() {}

    static <T> SegmentedButton of(
            String id, List<T> values, ObjectProperty<T> chosen, Function<T, String> name, Function<T, String> tip) {
        ToggleGroup group = new ToggleGroup();
        SegmentedButton segments = new SegmentedButton();
        segments.setId(id);
        segments.setToggleGroup(group);
        for (T value : values) {
            ToggleButton button = new ToggleButton(name.apply(value));
            button.setId(id + "-" + value);
            button.setAccessibleText(button.getText());
            button.setTooltip(new Tooltip(tip.apply(value)));
            button.setSelected(value.equals(chosen.get()));
            button.setOnAction(event -> {
                button.setSelected(true);
                chosen.set(value);
            });
            chosen.addListener((observed, before, now) -> button.setSelected(value.equals(now)));
            segments.getButtons().add(button);
        }
        return segments;
    }
}
