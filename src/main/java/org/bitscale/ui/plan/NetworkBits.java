package org.bitscale.ui.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.ActivationScaling;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSharing;
import org.bitscale.quant.Target;
import org.bitscale.quant.WeightFormat;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/**
 * What holds for the whole network: what layers have that have nothing of their own, and what the file is for. Each
 * control changes one thing of the plan, in one step that can be undone, and shows the plan again where it is refused.
 */
final class NetworkBits extends VBox {

    private static final List<Integer> GROUP_SIZES = List.of(8, 16, 32, 64, 128, 256);
    private static final List<String> RULES = List.of("minmax", "moving-average", "percentile 99.99", "mse", "entropy");

    private final PlanViewModel model;
    private final FlowPane everyday = new FlowPane(14, 8);
    private final FlowPane more = new FlowPane(14, 8);
    private final Label unusual = Controls.label("", "text-muted", "caption");
    private final ToggleButton opens = new ToggleButton(PlanTexts.text("network.more"), Icons.of("mdmz-tune"));
    private final List<Consumer<PlanSettings>> followers = new ArrayList<>();
    private boolean following;

    NetworkBits(PlanViewModel model) {
        super(8);
        this.model = model;
        opens.setId("network-more");
        opens.setMnemonicParsing(false);
        opens.setAccessibleText(PlanTexts.text("network.more"));
        opens.setTooltip(new Tooltip(PlanTexts.text("network.more.tip")));
        unusual.setId("network-unusual");
        List<Integer> widths = widths();
        everyday.getChildren()
                .addAll(
                        chosen(
                                "weights",
                                widths,
                                Object::toString,
                                PlanSettings::weightBits,
                                (plan, bits) -> plan.withBits(bits, plan.activationBits()),
                                plan -> plan.weightFormat().hasChosenBits()),
                        chosen(
                                "activations",
                                widths,
                                Object::toString,
                                PlanSettings::activationBits,
                                (plan, bits) -> plan.withBits(plan.weightBits(), bits),
                                plan -> true),
                        chosen(
                                "format",
                                List.of(WeightFormat.values()),
                                PlanTexts::format,
                                PlanSettings::weightFormat,
                                PlanSettings::with,
                                plan -> true),
                        chosen(
                                "granularity",
                                List.of(Granularity.values()),
                                value -> PlanTexts.text("granularity." + value.name()),
                                PlanSettings::granularity,
                                PlanSettings::with,
                                plan -> true),
                        chosen(
                                "group",
                                GROUP_SIZES,
                                Object::toString,
                                PlanSettings::groupSize,
                                (plan, size) -> plan.with(ScaleSharing.of(Granularity.GROUP, size)),
                                plan -> plan.granularity() == Granularity.GROUP),
                        chosen(
                                "target",
                                List.of(Target.values()),
                                value -> PlanTexts.text("target." + value.name()),
                                PlanSettings::target,
                                PlanSettings::with,
                                plan -> true));
        more.getChildren()
                .addAll(
                        chosen(
                                "edge",
                                widths,
                                Object::toString,
                                PlanSettings::edgeBits,
                                (plan, bits) -> plan.withOtherBits(bits, plan.arithmeticBits()),
                                plan -> true),
                        chosen(
                                "arithmetic",
                                widths,
                                Object::toString,
                                PlanSettings::arithmeticBits,
                                (plan, bits) -> plan.withOtherBits(plan.edgeBits(), bits),
                                plan -> true),
                        typed(
                                "weightRange",
                                plan -> plan.weightRange().toString(),
                                (plan, rule) -> plan.withRanges(RangeRule.parse(rule), plan.activationRange())),
                        typed(
                                "activationRange",
                                plan -> plan.activationRange().toString(),
                                (plan, rule) -> plan.withRanges(plan.weightRange(), RangeRule.parse(rule))),
                        chosen(
                                "scaling",
                                List.of(ActivationScaling.values()),
                                value -> PlanTexts.text("scaling." + value.name()),
                                PlanSettings::activationScaling,
                                PlanSettings::with,
                                plan -> true));
        more.visibleProperty().bind(opens.selectedProperty());
        more.managedProperty().bind(opens.selectedProperty());
        unusual.visibleProperty().bind(opens.selectedProperty().not());
        getChildren().addAll(everyday, more);
        model.plan().value().addListener((observed, before, now) -> show(now));
        show(model.plan().value().get());
    }

    /** Shows what is seldom changed, and says what of it is not as usual. */
    HBox opener() {
        return Controls.row(opens, unusual);
    }

    private static List<Integer> widths() {
        return IntStream.iterate(IntegerFormat.MOST_BITS, bits -> bits >= IntegerFormat.FEWEST_BITS, bits -> bits - 1)
                .boxed()
                .toList();
    }

    /** One of some values. */
    private <T> HBox chosen(
            String key,
            List<T> values,
            Function<T, String> text,
            Function<PlanSettings, T> read,
            BiFunction<PlanSettings, T, PlanSettings> write,
            Predicate<PlanSettings> applies) {
        ComboBox<T> box = new ComboBox<>(FXCollections.observableArrayList(values));
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String typed) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        });
        box.setOnAction(event -> {
            T value = box.getValue();
            if (value != null) {
                change(plan -> write.apply(plan, value));
            }
        });
        HBox row = labelled(key, box);
        followers.add(plan -> {
            box.setValue(read.apply(plan));
            row.setVisible(applies.test(plan));
            row.setManaged(applies.test(plan));
        });
        return row;
    }

    /** A rule with a number of its own, so that one may type it. */
    private HBox typed(
            String key, Function<PlanSettings, String> read, BiFunction<PlanSettings, String, PlanSettings> write) {
        ComboBox<String> box = new ComboBox<>(FXCollections.observableArrayList(RULES));
        box.setEditable(true);
        box.setPrefWidth(160);
        box.setOnAction(event -> {
            String rule = box.getValue();
            if (rule != null && !rule.isBlank()) {
                change(plan -> write.apply(plan, rule));
            }
        });
        box.getEditor().focusedProperty().addListener((observed, before, now) -> {
            if (!now) {
                box.commitValue();
            }
        });
        HBox row = labelled(key, box);
        followers.add(plan -> box.setValue(read.apply(plan)));
        return row;
    }

    private static HBox labelled(String key, ComboBox<?> box) {
        box.setId("network-" + key);
        box.setAccessibleText(PlanTexts.text("network." + key));
        Label label = Controls.label(PlanTexts.text("network." + key), "text-muted");
        label.setLabelFor(box);
        Tooltip tip = new Tooltip(PlanTexts.text("network." + key + ".tip"));
        tip.setWrapText(true);
        tip.setMaxWidth(420);
        label.setTooltip(tip);
        box.setTooltip(tip);
        return Controls.row(label, box);
    }

    private void show(PlanSettings plan) {
        following = true;
        followers.forEach(follower -> follower.accept(plan));
        following = false;
        unusual.setText(String.join(" · ", unusual(plan)));
    }

    /** What is hidden and not as usual, so that it is not forgotten. */
    private static List<String> unusual(PlanSettings plan) {
        PlanSettings usual = PlanSettings.of(plan.weightBits(), plan.activationBits());
        List<String> texts = new ArrayList<>();
        if (plan.edgeBits() != usual.edgeBits()) {
            texts.add(PlanTexts.text("unusual.edge", Integer.toString(plan.edgeBits())));
        }
        if (plan.arithmeticBits() != usual.arithmeticBits()) {
            texts.add(PlanTexts.text("unusual.arithmetic", Integer.toString(plan.arithmeticBits())));
        }
        if (!plan.weightRange().equals(usual.weightRange())
                || !plan.activationRange().equals(usual.activationRange())) {
            texts.add(PlanTexts.text(
                    "unusual.ranges",
                    plan.weightRange().toString(),
                    plan.activationRange().toString()));
        }
        if (plan.isDynamic()) {
            texts.add(PlanTexts.text("unusual.dynamic"));
        }
        return texts;
    }

    private void change(UnaryOperator<PlanSettings> change) {
        if (!following) {
            model.change(change);
            show(model.plan().value().get());
        }
    }
}
