package org.bitscale.ui.model;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.ui.common.Controls;

/** Tries other bits on a layer, and puts them into the plan. */
final class BitsEditor {

    private final LayerPreview preview;
    private final CheckBox keepFloat = new CheckBox(ModelTexts.text("bits.float"));
    private final Slider weights = slider("bits.weights");
    private final Slider inputs = slider("bits.inputs");
    private final Label weightsText = Controls.label("", "caption");
    private final Label inputsText = Controls.label("", "caption");
    private final HBox weightsRow;
    private final HBox sliders;
    private final HBox actions;
    private final Label standing = Controls.label("", "caption", Styles.TEXT_MUTED);
    private final Button put;
    private final Button back;
    private boolean following;

    BitsEditor(LayerPreview preview) {
        this.preview = preview;
        keepFloat.setId("keep-float");
        keepFloat.setAccessibleText(keepFloat.getText());
        weights.setId("weight-bits");
        inputs.setId("input-bits");
        put = Controls.accent(ModelTexts.text("bits.put"), "mdal-check", preview::putIntoPlan);
        put.setId("put-into-plan");
        put.setTooltip(new Tooltip(ModelTexts.text("bits.put.tip")));
        back = Controls.iconButton(ModelTexts.text("bits.back"), "mdmz-undo", preview::backToPlan);
        back.setId("back-to-plan");
        weightsRow = row("bits.weights", weights, weightsText);
        HBox inputsRow = row("bits.inputs", inputs, inputsText);
        keepFloat.setMinWidth(Region.USE_PREF_SIZE);
        sliders = new HBox(keepFloat, weightsRow, inputsRow);
        sliders.getStyleClass().add("bits-sliders");
        HBox.setHgrow(weightsRow, Priority.ALWAYS);
        HBox.setHgrow(inputsRow, Priority.ALWAYS);
        actions = Controls.row(standing, back, put);
        keepFloat
                .selectedProperty()
                .addListener((observed, before, now) -> edit(bits ->
                        new LayerOverride(!now, bits.weightFormat(), bits.weightBits(), bits.activationBits())));
        listen(weights, bits -> edit(old -> new LayerOverride(old.quantized(), bits, old.activationBits())));
        listen(
                inputs,
                bits -> edit(old -> new LayerOverride(old.quantized(), old.weightFormat(), old.weightBits(), bits)));
        preview.bits().addListener((observed, before, now) -> follow());
        preview.planned().addListener((observed, before, now) -> follow());
        preview.seen().addListener((observed, before, now) -> follow());
        follow();
    }

    /** What changes the bits. */
    Node sliders() {
        return sliders;
    }

    /** What brings them into the plan, or back from it. */
    Node actions() {
        return actions;
    }

    private static Slider slider(String key) {
        Slider slider = new Slider(IntegerFormat.FEWEST_BITS, IntegerFormat.MOST_BITS, IntegerFormat.BYTE_BITS);
        slider.setAccessibleText(ModelTexts.text(key));
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        slider.setMinWidth(60);
        return slider;
    }

    private static HBox row(String key, Slider slider, Label text) {
        Label name = Controls.label(ModelTexts.text(key), "caption");
        name.setLabelFor(slider);
        name.setMinWidth(Region.USE_PREF_SIZE);
        text.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(slider, Priority.ALWAYS);
        slider.setMaxWidth(Double.MAX_VALUE);
        return Controls.row(name, slider, text);
    }

    private static void listen(Slider slider, IntConsumer chosen) {
        slider.valueProperty().addListener((observed, before, now) -> {
            if (Math.round(before.doubleValue()) != Math.round(now.doubleValue())) {
                chosen.accept((int) Math.round(now.doubleValue()));
            }
        });
    }

    private void edit(java.util.function.UnaryOperator<LayerOverride> change) {
        if (!following) {
            preview.bits().set(preview.bits().get().map(change));
        }
    }

    private void follow() {
        following = true;
        Optional<LayerOverride> bits = preview.bits().get();
        for (Node part : List.of(sliders, actions)) {
            part.setVisible(bits.isPresent());
            part.setManaged(bits.isPresent());
        }
        bits.ifPresent(tried -> {
            boolean weightless = preview.seen().get() instanceof LayerPreview.Weightless;
            weightsRow.setVisible(!weightless);
            weightsRow.setManaged(!weightless);
            keepFloat.setSelected(!tried.quantized());
            weights.setDisable(!tried.quantized());
            inputs.setDisable(!tried.quantized());
            if (Math.round(weights.getValue()) != tried.weightBits()) {
                weights.setValue(tried.weightBits());
            }
            if (Math.round(inputs.getValue()) != tried.activationBits()) {
                inputs.setValue(tried.activationBits());
            }
            weightsText.setText(ModelTexts.text("bits.count", Integer.toString(tried.weightBits())));
            inputsText.setText(ModelTexts.text("bits.count", Integer.toString(tried.activationBits())));
            boolean same = bits.equals(preview.planned().get());
            put.setDisable(same);
            back.setDisable(same);
            standing.setText(
                    same
                            ? ModelTexts.text("bits.same")
                            : ModelTexts.text(
                                    "bits.differs", said(preview.planned().get().orElse(tried), weightless)));
        });
        following = false;
    }

    private static String said(LayerOverride bits, boolean weightless) {
        return weightless && bits.quantized() ? "A" + bits.activationBits() : bits.toString();
    }
}
