package org.bitscale.ui.runs;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.spec.ExperimentFields;
import org.bitscale.ui.common.Controls;

/**
 * Fields of an experiment, one below the other: name, value, and, while a sweep varies values, those it goes through. A
 * refusal stands below its field.
 */
final class FieldGrid extends GridPane {

    /** Fields side by side share the room evenly, whatever they hold. */
    private static final double FIELD = 110;

    private final ExperimentForm form;
    private final Consumer<ExperimentFields.Field> focused;
    private int rows;

    /**
     * @param form what is typed
     * @param focused hears which field has the cursor
     */
    FieldGrid(ExperimentForm form, Consumer<ExperimentFields.Field> focused) {
        this.form = form;
        this.focused = focused;
        getStyleClass().add("field-grid");
        ColumnConstraints names = new ColumnConstraints();
        names.setPercentWidth(30);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        values.setFillWidth(true);
        getColumnConstraints().addAll(names, values);
    }

    /** Adds the field of a path, with something beside it. */
    FieldGrid add(String path, Node... beside) {
        ExperimentForm.Entry value = form.entry(path);
        String key = path.substring(path.lastIndexOf('.') + 1);
        Optional<ExperimentForm.Entry> swept = Optional.ofNullable(form.entry(ExperimentFields.OVER + key))
                .filter(entry -> path.startsWith("plan.") || path.startsWith("recipe.") || path.equals("method"));
        Control control = control(value);
        HBox.setHgrow(control, Priority.ALWAYS);
        control.setMaxWidth(Double.MAX_VALUE);
        control.setMinWidth(0);
        HBox line = Controls.row(control);
        line.getChildren().addAll(beside);
        swept.ifPresent(entry -> {
            TextField values = sweep(entry);
            HBox.setHgrow(values, Priority.ALWAYS);
            line.getChildren().add(values);
            // What is varied has no one value.
            control.disableProperty()
                    .bind(values.visibleProperty().and(entry.text().isNotEmpty()));
        });
        row(value.field(), line, value, swept);
        return this;
    }

    /** Adds a dimension that is no value of its own. */
    FieldGrid addSwept(String key) {
        ExperimentForm.Entry entry = form.entry(ExperimentFields.OVER + key);
        TextField values = sweep(entry);
        HBox.setHgrow(values, Priority.ALWAYS);
        values.setMaxWidth(Double.MAX_VALUE);
        HBox line = Controls.row(values);
        Label name = row(entry.field(), line, entry, Optional.empty());
        for (Node node : List.of(name, line.getParent())) {
            node.visibleProperty().bind(values.visibleProperty());
            node.managedProperty().bind(node.visibleProperty());
        }
        return this;
    }

    /** Adds something below the values. */
    FieldGrid addBelow(Node node) {
        add(node, 1, rows++);
        return this;
    }

    private Label row(
            ExperimentFields.Field field, HBox line, ExperimentForm.Entry entry, Optional<ExperimentForm.Entry> swept) {
        // A grid does not count the rows of what is hidden.
        int row = rows++;
        Label name = Controls.label(name(field.path()), "field-name");
        name.setTooltip(tooltip(field));
        name.setMinWidth(0);
        GridPane.setValignment(name, VPos.TOP);
        add(name, 0, row);
        VBox value = new VBox(line, Controls.problem(entry.problem()));
        swept.ifPresent(values -> value.getChildren().add(Controls.problem(values.problem())));
        add(value, 1, row);
        return name;
    }

    private Control control(ExperimentForm.Entry entry) {
        ExperimentFields.Field field = entry.field();
        return switch (field.kind()) {
            case CHOICE -> described(choice(entry, field.words()), field);
            case FLAG -> described(flag(entry), field);
            default -> text(entry);
        };
    }

    private TextField text(ExperimentForm.Entry entry) {
        TextField text = new TextField();
        text.setPromptText(entry.field().usual().orElse(""));
        text.setMinWidth(0);
        text.setPrefWidth(FIELD);
        text.textProperty().bindBidirectional(entry.text());
        return described(text, entry.field());
    }

    private TextField sweep(ExperimentForm.Entry entry) {
        TextField text = text(entry);
        text.setPromptText(RunsTexts.text("form.sweep.prompt"));
        text.visibleProperty()
                .bind(form.mode()
                        .isEqualTo(ExperimentForm.Mode.GRID)
                        .or(form.mode().isEqualTo(ExperimentForm.Mode.RANDOM)));
        text.managedProperty().bind(text.visibleProperty());
        text.setAccessibleText(
                RunsTexts.text("form.sweep.name", name(entry.field().path())));
        return text;
    }

    private static ComboBox<String> choice(ExperimentForm.Entry entry, List<String> words) {
        ComboBox<String> box = new ComboBox<>();
        box.setPrefWidth(FIELD);
        box.getItems().setAll(words);
        if (entry.field().usual().isEmpty()) {
            box.getItems().add(0, "");
        }
        Runnable show = () -> {
            String typed = entry.text().get();
            box.setValue(typed.isBlank() ? entry.field().usual().orElse("") : typed);
        };
        entry.text().addListener((observed, before, now) -> show.run());
        box.valueProperty().addListener((observed, before, now) -> {
            if (now != null) {
                set(entry.text(), now, entry.field());
            }
        });
        box.setConverter(new javafx.util.StringConverter<>() {
            @Override
            public String toString(String word) {
                return word == null || word.isEmpty() ? RunsTexts.text("form.usual") : word;
            }

            @Override
            public String fromString(String typed) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        });
        show.run();
        return box;
    }

    private static CheckBox flag(ExperimentForm.Entry entry) {
        CheckBox box = new CheckBox();
        box.setPrefWidth(FIELD);
        Runnable show = () -> {
            String typed = entry.text().get();
            box.setSelected(
                    Boolean.parseBoolean(typed.isBlank() ? entry.field().usual().orElse("false") : typed));
        };
        entry.text().addListener((observed, before, now) -> show.run());
        box.selectedProperty()
                .addListener((observed, before, now) -> set(entry.text(), Boolean.toString(now), entry.field()));
        show.run();
        return box;
    }

    /** The usual value is not spelled out. */
    private static void set(StringProperty text, String value, ExperimentFields.Field field) {
        text.set(field.usual().equals(Optional.of(value)) ? "" : value);
    }

    private <T extends Control> T described(T control, ExperimentFields.Field field) {
        control.setId("field-" + field.path().replace('.', '-'));
        control.setAccessibleText(name(field.path()));
        control.setAccessibleHelp(field.help());
        control.setTooltip(tooltip(field));
        control.focusedProperty().addListener((observed, before, now) -> {
            if (now) {
                focused.accept(field);
            }
        });
        return control;
    }

    private static Tooltip tooltip(ExperimentFields.Field field) {
        Tooltip tooltip = new Tooltip(field.help());
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(420);
        return tooltip;
    }

    /** A field's name for people; a dimension is called as the field that it varies. */
    static String name(String path) {
        String own = path.startsWith(ExperimentFields.OVER) ? path.substring(ExperimentFields.OVER.length()) : path;
        String key = own.substring(own.lastIndexOf('.') + 1);
        return RunsTexts.has("field." + own) ? RunsTexts.text("field." + own) : RunsTexts.text("field." + key);
    }
}
