package org.bitscale.ui.model;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.LayerObservation;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.network.HistogramView;
import org.bitscale.ui.network.NetworkNode;
import org.bitscale.ui.network.QuantizationGrid;

/** The selected layer: what it is, how its values are distributed, and other bits to try on it. */
final class LayerPane extends VBox {

    private final ModelViewModel model;
    private final Label title = Controls.label("", Styles.TITLE_4);
    private final Label operator = Controls.label("", "badge");
    private final FlowPane facts = new FlowPane();
    private final VBox place = Controls.column();
    private final BitsEditor editor;
    private final HistogramView weights = new HistogramView(ModelTexts.text("weights"), QuantizationGrid.Kind.WEIGHTS);
    private final HistogramView inputs =
            new HistogramView(ModelTexts.text("inputs"), QuantizationGrid.Kind.ACTIVATIONS);
    private final HBox histograms = new HBox(weights, inputs);

    LayerPane(ModelViewModel model) {
        this.model = model;
        this.editor = new BitsEditor(model.preview());
        setId("layer");
        getStyleClass().add("layer-pane");
        setAccessibleText(ModelTexts.text("details"));
        facts.getStyleClass().add("facts");
        histograms.getStyleClass().add("histograms");
        HBox.setHgrow(weights, Priority.ALWAYS);
        HBox.setHgrow(inputs, Priority.ALWAYS);
        weights.setPrefWidth(200);
        inputs.setPrefWidth(200);
        operator.setMinWidth(Region.USE_PREF_SIZE);
        inputs.logarithmic().set(true); // zeros would hide everything else
        // A long name may be cut off, a short one keeps its width.
        title.minWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.min(110.0, 10.0 * title.getText().length()), title.textProperty()));
        HBox name = Controls.row(title, operator);
        FlowPane head = new FlowPane(12, 6, name, editor.actions());
        name.maxWidthProperty().bind(head.widthProperty());
        head.getStyleClass().add("head");
        getChildren().addAll(head, facts, editor.sliders(), place);
        model.selected().addListener((observed, before, now) -> describe());
        model.rows().addListener((observed, before, now) -> describe());
        model.preview().seen().addListener((observed, before, now) -> see());
        model.preview().bits().addListener((observed, before, now) -> tryBits());
        describe();
        see();
        tryBits();
    }

    private void describe() {
        facts.getChildren().clear();
        Optional<LayerRow> row = model.selected().get().flatMap(name -> model.rows().get().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst());
        operator.setVisible(row.isPresent());
        if (row.isPresent()) {
            describe(row.get());
        } else {
            describeOther();
        }
        see();
    }

    private void describe(LayerRow row) {
        title.setText(row.name());
        operator.setText(row.operator());
        if (!row.output().isEmpty()) {
            fact("output", LayerTable.shape(row.output()));
        }
        if (row.parameters() > 0) {
            fact(
                    "parameters",
                    ModelTexts.text("fact.share", LayerTable.count(row.parameters()), LayerTable.percent(row.share())));
        }
        if (row.macs() > 0) {
            fact("macs", LayerTable.count(row.macs()));
        }
        model.node(row.name()).ifPresent(node -> {
            weightShape(node).ifPresent(shape -> fact("weights", shape));
            String attributes = attributes(node);
            if (!attributes.isEmpty()) {
                fact("attributes", attributes);
            }
            fact(
                    "quantized",
                    ModelTexts.text(model.role(row.name())
                            .map(role -> "role." + role.name())
                            .orElse("role.merged")));
        });
    }

    private void describeOther() {
        Optional<NetworkNode> node = model.selected().get().flatMap(model::other);
        title.setText(node.map(other ->
                        other.kind() == NetworkNode.Kind.BLOCK ? other.title() : other.title() + " " + other.name())
                .orElse(ModelTexts.text("details")));
        node.ifPresent(other -> {
            if (!other.output().isEmpty()) {
                fact("output", LayerTable.shape(other.output()));
            }
            if (other.parameters() > 0) {
                fact("parameters", LayerTable.count(other.parameters()));
            }
            if (other.macs() > 0) {
                fact("macs", LayerTable.count(other.macs()));
            }
        });
    }

    private Optional<String> weightShape(Node node) {
        return model.weightsOf(node)
                .map(weights -> weights.tensorType().shape())
                .map(Object::toString)
                .map(LayerTable::shape);
    }

    /** Such as {@code kernel_shape 3×3, strides 2×2}; tensors are left out. */
    private static String attributes(Node node) {
        return node.attributes().values().entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Tensor))
                .map(LayerPane::attribute)
                .collect(Collectors.joining(", "));
    }

    private static String attribute(Map.Entry<String, Object> attribute) {
        Object value = attribute.getValue();
        String text = value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining("×"))
                : String.valueOf(value);
        return attribute.getKey().replace('_', ' ') + " " + text;
    }

    private void fact(String key, String value) {
        Label name = Controls.label(ModelTexts.text("fact." + key), Styles.TEXT_MUTED, "caption");
        name.setMinWidth(Region.USE_PREF_SIZE);
        facts.getChildren().add(new HBox(5, name, Controls.label(value, "caption")));
    }

    private void see() {
        LayerPreview.Seen seen = model.preview().seen().get();
        if (seen instanceof LayerPreview.Distributions found) {
            distributions(found.observation());
        } else if (seen instanceof LayerPreview.Observing) {
            ProgressIndicator turning = new ProgressIndicator();
            turning.setMaxSize(24, 24);
            turning.setAccessibleText(observing());
            place.getChildren().setAll(Controls.row(turning, Controls.paragraph(observing(), Styles.TEXT_MUTED)));
        } else if (seen instanceof LayerPreview.NoData) {
            place.getChildren()
                    .setAll(
                            Controls.paragraph(ModelTexts.text("seen.noData"), Styles.TEXT_MUTED),
                            Controls.button(ModelTexts.text("seen.openData"), "mdmz-photo_library", model::showData));
        } else if (seen instanceof LayerPreview.Refused refused) {
            place.getChildren().setAll(Controls.paragraph(refused.reason(), "problem"));
        } else {
            String text = seen instanceof LayerPreview.Weightless ? ModelTexts.text("seen.weightless") : other();
            place.getChildren().setAll(Controls.paragraph(text, Styles.TEXT_MUTED));
            place.setVisible(!text.isEmpty());
            place.setManaged(!text.isEmpty());
            return;
        }
        place.setVisible(true);
        place.setManaged(true);
    }

    private static String observing() {
        return ModelTexts.text("seen.observing", Integer.toString(LayerPreview.EXAMPLES));
    }

    private String other() {
        Optional<String> selected = model.selected().get();
        if (selected.isEmpty()) {
            return ModelTexts.text("details.none");
        }
        return selected.flatMap(model.refused()::said)
                .or(() -> selected.flatMap(model::other).map(LayerPane::said))
                .orElse("");
    }

    private static String said(NetworkNode node) {
        return switch (node.kind()) {
            case INPUT -> ModelTexts.text("details.input");
            case OUTPUT -> ModelTexts.text("details.output");
            case BLOCK -> ModelTexts.text("details.block", node.name());
            case OPERATION -> "";
        };
    }

    private void distributions(LayerObservation observation) {
        float[] largest = new float[observation.channelMin().length];
        for (int i = 0; i < largest.length; i++) {
            largest[i] = Math.max(
                    Math.abs(observation.channelMin()[i]), Math.abs(observation.channelMax()[i]));
        }
        weights.show(Optional.of(observation.weights()), model.perChannel() ? largest : new float[0]);
        inputs.show(Optional.of(observation.input()), new float[0]);
        place.getChildren().setAll(histograms);
    }

    private void tryBits() {
        Optional<LayerOverride> bits = model.preview().bits().get();
        weights.bits().set(width(bits.filter(LayerOverride::quantized).map(LayerOverride::weightBits)));
        inputs.bits().set(width(bits.filter(LayerOverride::quantized).map(LayerOverride::activationBits)));
    }

    private static OptionalInt width(Optional<Integer> bits) {
        return bits.isPresent() ? OptionalInt.of(bits.get()) : OptionalInt.empty();
    }
}
