package org.bitscale.ui.pareto;

import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.VBox;
import org.bitscale.eval.Direction;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Measure;
import org.bitscale.report.ChartAxis;
import org.bitscale.ui.common.Controls;

/** Limits one measure: what is worse is greyed out on the chart. */
final class LimitSlider extends VBox {

    private final ParetoViewModel model;
    private final CheckBox active = new CheckBox();
    private final Slider slider = new Slider(0, 1, 1);
    private final Label value = Controls.label("");
    private Measure measure;
    private double low;
    private double high;
    private boolean following;

    LimitSlider(ParetoViewModel model, String id) {
        this.model = model;
        getStyleClass().add("column");
        active.setId("limit-" + id);
        slider.setId("slider-" + id);
        slider.disableProperty().bind(active.selectedProperty().not());
        getChildren().addAll(Controls.row(active, Controls.spacer(), value), slider);
        active.selectedProperty().addListener((observed, before, now) -> change());
        slider.valueProperty().addListener((observed, before, now) -> change());
    }

    /** Limits another measure, whose values go from {@code smallest} to {@code largest}. */
    void of(Measure limited, double smallest, double largest, boolean isLimited) {
        following = true;
        boolean another = limited != measure;
        double at = limit();
        measure = limited;
        low = smallest;
        high = largest;
        boolean most = limited.direction() == Direction.MINIMISE;
        String name = ParetoTexts.text(most ? "limit.most" : "limit.least", MeasureAxis.name(limited));
        active.setText(name);
        active.setAccessibleText(name);
        slider.setAccessibleText(name);
        active.setSelected(isLimited);
        if (another || !isLimited) {
            slider.setValue(most ? 1 : 0);
        } else if (high > low) {
            slider.setValue((at - low) / (high - low)); // more runs came: the limit itself stays
        }
        following = false;
        say();
    }

    private double limit() {
        return low + slider.getValue() * (high - low);
    }

    private void say() {
        ChartAxis axis = MeasureAxis.of(measure);
        value.setText(active.isSelected() ? axis.unit().format(limit()) : "");
    }

    private void change() {
        if (following) {
            return;
        }
        if (active.isSelected()) {
            model.limit(measure, limit());
        } else {
            model.unlimit(measure);
        }
        say();
    }
}
