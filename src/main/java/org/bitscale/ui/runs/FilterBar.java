package org.bitscale.ui.runs;

import atlantafx.base.controls.CustomTextField;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** What is typed and chosen above the table. */
final class FilterBar extends VBox {

    private final CustomTextField text = new CustomTextField();

    FilterBar(RunTableModel model) {
        FilterModel filter = model.filter();
        text.setLeft(Icons.of("mdmz-search"));
        field(text, "filter-text", "filter.text", filter.text());
        TextField limits = new TextField();
        field(limits, "filter-limits", "filter.limits", filter.limits());
        limits.setPrefColumnCount(18);
        limits.setTooltip(new Tooltip(RunsTexts.text("filter.limits.tip")));
        ToggleButton starred = new ToggleButton("", Icons.of("mdmz-star"));
        starred.setId("filter-starred");
        starred.setAccessibleText(RunsTexts.text("filter.starred"));
        starred.setTooltip(new Tooltip(RunsTexts.text("filter.starred")));
        starred.selectedProperty().bindBidirectional(filter.starred());
        Button clear = Controls.button(RunsTexts.text("filter.clear"), "mdal-clear", filter::clear);
        clear.setId("filter-clear");
        clear.visibleProperty()
                .bind(filter.filter()
                        .isNotEqualTo(RunFilter.ALL)
                        .or(filter.problem().isNotEmpty()));
        clear.managedProperty().bind(clear.visibleProperty());
        FlowPane fields = new FlowPane(
                text,
                choice("filter.experiment", filter.experiment(), model.experiments()),
                several(
                        "filter.method",
                        filter.methods(),
                        List.of(Method.values()),
                        method -> RunsTexts.text("method.short." + RunsTexts.word(method))),
                several(
                        "filter.status",
                        filter.statuses(),
                        List.of(Run.Status.values()),
                        status -> RunsTexts.text("status." + RunsTexts.word(status))),
                choice("filter.tag", filter.tag(), model.tags()),
                limits,
                starred,
                clear);
        fields.getStyleClass().add("filter-bar");
        getChildren().addAll(fields, Controls.problem(filter.problem()));
    }

    /** Puts the cursor into the field that searches. */
    void search() {
        text.requestFocus();
        text.selectAll();
    }

    private static void field(TextField field, String id, String key, StringProperty value) {
        field.setId(id);
        field.setPromptText(RunsTexts.text(key));
        field.setAccessibleText(RunsTexts.text(key));
        field.setPrefColumnCount(14);
        field.textProperty().bindBidirectional(value);
    }

    /** All, or one of some names that may change. */
    private static ComboBox<Optional<String>> choice(
            String key,
            ObjectProperty<Optional<String>> chosen,
            ObservableValue<? extends java.util.Collection<String>> names) {
        ComboBox<Optional<String>> box = new ComboBox<>();
        box.setId(key.replace('.', '-'));
        box.setAccessibleText(RunsTexts.text(key));
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Optional<String> name) {
                return name == null || name.isEmpty() ? RunsTexts.text(key + ".all") : name.get();
            }

            @Override
            public Optional<String> fromString(String typed) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        });
        Runnable show = () -> {
            List<Optional<String>> items = new ArrayList<>(List.of(Optional.empty()));
            names.getValue().forEach(name -> items.add(Optional.of(name)));
            if (!items.equals(box.getItems())) {
                // Changing the items empties the choice, which stays what the filter says.
                Optional<String> kept = chosen.get();
                box.getItems().setAll(items);
                chosen.set(kept);
                box.setValue(kept);
            }
        };
        names.addListener((observed, before, now) -> show.run());
        chosen.addListener((observed, before, now) -> box.setValue(now));
        box.valueProperty().addListener((observed, before, now) -> {
            if (now != null) {
                chosen.set(now);
            }
        });
        show.run();
        return box;
    }

    /** Any number of some words; none of them means all. */
    private static <T> MenuButton several(
            String key, ObjectProperty<Set<T>> chosen, List<T> words, Function<T, String> name) {
        MenuButton button = new MenuButton();
        button.setId(key.replace('.', '-'));
        for (T word : words) {
            CheckMenuItem item = new CheckMenuItem(name.apply(word));
            item.setSelected(chosen.get().contains(word));
            item.setOnAction(event -> {
                Set<T> next = new LinkedHashSet<>(chosen.get());
                if (item.isSelected()) {
                    next.add(word);
                } else {
                    next.remove(word);
                }
                chosen.set(Set.copyOf(next));
            });
            chosen.addListener((observed, before, now) -> item.setSelected(now.contains(word)));
            button.getItems().add(item);
        }
        Runnable show = () -> {
            String shown =
                    words.stream().filter(chosen.get()::contains).map(name).collect(Collectors.joining(", "));
            button.setText(shown.isEmpty() ? RunsTexts.text(key + ".all") : shown);
            button.setAccessibleText(RunsTexts.text(key) + ": " + button.getText());
        };
        chosen.addListener((observed, before, now) -> show.run());
        show.run();
        return button;
    }
}
