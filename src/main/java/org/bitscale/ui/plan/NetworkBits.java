package org.bitscale.ui.plan;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.bitscale.ui.common.Controls;

/** The bits of the whole network, which layers without bits of their own have. */
final class NetworkBits extends FlowPane {

    private static final int LEAST = 2;
    private static final int MOST = 8;

    private final PlanViewModel model;
    private final ComboBox<Integer> weights = bits("weights");
    private final ComboBox<Integer> activations = bits("activations");
    private final ComboBox<Integer> edge = bits("edge");
    private final ComboBox<Integer> arithmetic = bits("arithmetic");
    private final ComboBox<Granularity> granularity = new ComboBox<>();
    private boolean following;

    NetworkBits(PlanViewModel model) {
        super(14, 8);
        this.model = model;
        granularity.getItems().setAll(Granularity.values());
        granularity.setId("network-granularity");
        granularity.setAccessibleText(PlanTexts.text("network.granularity"));
        granularity.setConverter(new StringConverter<>() {
            @Override
            public String toString(Granularity value) {
                return value == null ? "" : PlanTexts.text("granularity." + value.name());
            }

            @Override
            public Granularity fromString(String text) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        });
        granularity.setOnAction(event -> change());
        getChildren()
                .addAll(
                        labelled("weights", weights),
                        labelled("activations", activations),
                        labelled("edge", edge),
                        labelled("arithmetic", arithmetic),
                        labelled("granularity", granularity));
        model.plan().value().addListener((observed, before, now) -> show(now));
        show(model.plan().value().get());
    }

    private ComboBox<Integer> bits(String key) {
        ComboBox<Integer> box = new ComboBox<>();
        for (int width = MOST; width >= LEAST; width--) {
            box.getItems().add(width);
        }
        box.setId("network-" + key);
        box.setAccessibleText(PlanTexts.text("network." + key));
        box.setOnAction(event -> change());
        return box;
    }

    private static HBox labelled(String key, Region control) {
        Label label = Controls.label(PlanTexts.text("network." + key), "text-muted");
        label.setLabelFor(control);
        label.setTooltip(new Tooltip(PlanTexts.text("network." + key + ".tip")));
        return Controls.row(label, control);
    }

    private void show(PlanSettings plan) {
        following = true;
        weights.setValue(plan.weightBits());
        activations.setValue(plan.activationBits());
        edge.setValue(plan.edgeBits());
        arithmetic.setValue(plan.arithmeticBits());
        granularity.setValue(plan.granularity());
        following = false;
    }

    private void change() {
        if (!following) {
            model.setNetwork(
                    weights.getValue(),
                    activations.getValue(),
                    granularity.getValue(),
                    edge.getValue(),
                    arithmetic.getValue());
        }
    }
}
