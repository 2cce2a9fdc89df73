package org.bitscale.ui.plan.search;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.bitscale.experiment.search.SearchRequest;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** The fields of what is asked for; below them why one is refused. */
final class FormPane extends VBox {

    /** Those that add up to a plan and have one unit. */
    private static final List<SensitivityMeasure> MEASURES = List.of(
            SensitivityMeasure.DIVERGENCE,
            SensitivityMeasure.LOSS,
            SensitivityMeasure.FISHER,
            SensitivityMeasure.HESSIAN);

    private final VBox problems = Controls.column();
    private final ToggleButton opens = new ToggleButton(SearchTexts.text("more"), Icons.of("mdmz-tune"));

    FormPane(SearchForm form) {
        super(6);
        FlowPane fields = new FlowPane(14, 8);
        fields.getChildren()
                .addAll(
                        text(form.schemes(), 250),
                        text(form.examples(), 70),
                        text(form.size(), 80),
                        text(form.bops(), 80),
                        text(form.latency(), 80),
                        text(form.meanBits(), 80),
                        opens());
        FlowPane more = new FlowPane(14, 8);
        more.getChildren()
                .addAll(
                        choice("axis", List.of(SearchRequest.Axis.values()), form.axis()),
                        choice("way", List.of(SearchRequest.Way.values()), form.way()),
                        choice("measure", MEASURES, form.measure()),
                        flag("floatAllowed", form.floatAllowed()),
                        flag("keepsOwn", form.keepsOwn()));
        more.visibleProperty().bind(opens.selectedProperty());
        more.managedProperty().bind(more.visibleProperty());
        getChildren().addAll(fields, more, problems);
        problems.managedProperty().bind(problems.visibleProperty());
    }

    private ToggleButton opens() {
        opens.setId("search-more");
        opens.setMnemonicParsing(false);
        opens.setAccessibleText(SearchTexts.text("more"));
        opens.setTooltip(new Tooltip(SearchTexts.text("more.tip")));
        return opens;
    }

    private HBox text(SearchForm.Field<?> field, double width) {
        TextField box = new TextField();
        box.setPrefWidth(width);
        box.textProperty().bindBidirectional(field.text());
        Label problem = Controls.problem(field.problem());
        problem.setId("search-" + field.key() + "-problem");
        problems.getChildren().add(problem);
        return labelled(field.key(), box);
    }

    private static <T extends Enum<T>> HBox choice(String key, List<T> values, ObjectProperty<T> value) {
        ComboBox<T> box = new ComboBox<>();
        box.getItems().setAll(values);
        box.valueProperty().bindBidirectional(value);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T each) {
                return each == null ? "" : SearchTexts.text(key + "." + each.name());
            }

            @Override
            public T fromString(String typed) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        });
        return labelled(key, box);
    }

    private static CheckBox flag(String key, BooleanProperty value) {
        CheckBox box = new CheckBox(SearchTexts.text(key));
        box.setMnemonicParsing(false);
        box.selectedProperty().bindBidirectional(value);
        named(key, box);
        box.setMinHeight(32);
        return box;
    }

    private static HBox labelled(String key, Control control) {
        Label label = Controls.label(SearchTexts.text(key), "text-muted");
        label.setLabelFor(control);
        label.setTooltip(named(key, control));
        return Controls.row(label, control);
    }

    private static Tooltip named(String key, Control control) {
        Tooltip tip = new Tooltip(SearchTexts.text(key + ".tip"));
        tip.setWrapText(true);
        tip.setMaxWidth(420);
        control.setId("search-" + key);
        control.setAccessibleText(SearchTexts.text(key));
        control.setAccessibleHelp(tip.getText());
        control.setTooltip(tip);
        return tip;
    }
}
