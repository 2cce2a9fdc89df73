package org.bitscale.ui.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.bitscale.experiment.LayerObservation;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.LayerPlan;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.OpenModel;

/** The selected layer: how its values are distributed, and bits that are tried on it before they are planned. */
final class LayerPreview {

    static final int EXAMPLES = 256;

    private static final int FLOAT_STAND_IN = 8;

    private final Desk desk;
    private final LayerQuestions questions;
    private final Answered answered;
    private final ReadOnlyObjectWrapper<Seen> seen = new ReadOnlyObjectWrapper<>(new NothingSelected());
    private final ObjectProperty<Optional<LayerOverride>> bits = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<LayerOverride>> planned =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<Observed> observed = Optional.empty();
    private Optional<String> layer = Optional.empty();

    /** What is known of the selected layer. */
    sealed interface Seen {}

    /** No layer is selected, or one that a plan has nothing to say about. */
    record NothingSelected() implements Seen {}

    /** The layer has no weights: only its inputs are quantized. */
    record Weightless() implements Seen {}

    /** Without data nothing can be observed. */
    record NoData() implements Seen {}

    /** It is being observed. */
    record Observing() implements Seen {}

    /** It could not be observed. */
    record Refused(String reason) implements Seen {}

    /** Its distributions. */
    record Distributions(LayerObservation observation) implements Seen {}

    /** Observations of one network on one data. */
    private record Observed(OpenModel model, OpenData data, Map<String, LayerObservation> layers) {}

    LayerPreview(Desk desk, LayerQuestions questions, Background background, Failures failures) {
        this.desk = desk;
        this.questions = questions;
        this.answered = new Answered(background, failures);
    }

    /** What is known of the layer. */
    ReadOnlyObjectProperty<Seen> seen() {
        return seen.getReadOnlyProperty();
    }

    /** The bits that are tried; empty where a plan has nothing to say. */
    ObjectProperty<Optional<LayerOverride>> bits() {
        return bits;
    }

    /** The bits of the desk's plan. */
    ReadOnlyObjectProperty<Optional<LayerOverride>> planned() {
        return planned.getReadOnlyProperty();
    }

    /**
     * Looks at a layer.
     *
     * @param name its name; empty for none
     * @param plan its bits under the desk's plan; empty where a plan has nothing to say
     */
    void look(Optional<String> name, Optional<LayerPlan> plan) {
        boolean another = !name.equals(layer);
        boolean followed = bits.get().equals(planned.get());
        layer = name;
        planned.set(plan.map(LayerPreview::override));
        if (another || followed || planned.get().isEmpty() || bits.get().isEmpty()) {
            bits.set(planned.get());
        }
        observe();
    }

    /** A plan of a layer as an override says it; what a layer in float would get is no less than {@code 8} bits. */
    static LayerOverride override(LayerPlan plan) {
        return LayerOverride.of(plan, FLOAT_STAND_IN);
    }

    /** Makes the bits that are tried those of the plan. */
    void putIntoPlan() {
        if (layer.isPresent() && bits.get().isPresent()) {
            PlanSettings plan = desk.plan().value().get();
            Map<String, LayerOverride> layers = new HashMap<>(plan.layers());
            layers.put(layer.get(), bits.get().get());
            desk.plan().edit(plan.withLayers(layers));
        }
    }

    /** Tries the bits of the plan again. */
    void backToPlan() {
        bits.set(planned.get());
    }

    private void observe() {
        Optional<OpenModel> model = desk.model().get();
        if (layer.isEmpty() || planned.get().isEmpty() || model.isEmpty()) {
            seen.set(new NothingSelected());
            return;
        }
        boolean weighted = model.get().sheet().layers().stream()
                .anyMatch(row -> row.weighted() && row.name().equals(layer.get()));
        if (!weighted) {
            seen.set(new Weightless());
            return;
        }
        Optional<OpenData> data = desk.data().get();
        if (data.isEmpty()) {
            seen.set(new NoData());
            return;
        }
        boolean known = observed.filter(kept -> kept.model() == model.get() && kept.data() == data.get())
                .isPresent();
        if (known) {
            show();
        } else if (answered.isWaiting()) {
            seen.set(new Observing());
        } else {
            observe(model.get(), data.get());
        }
    }

    private void observe(OpenModel model, OpenData data) {
        seen.set(new Observing());
        answered.ask(
                () -> questions.observe(model.file().path(), data.options(), EXAMPLES),
                layers -> {
                    observed = Optional.of(new Observed(model, data, byName(layers)));
                    observe();
                },
                reason -> seen.set(new Refused(reason)));
    }

    private static Map<String, LayerObservation> byName(List<LayerObservation> layers) {
        return layers.stream().collect(Collectors.toMap(LayerObservation::layer, Function.identity()));
    }

    private void show() {
        LayerObservation found = observed.orElseThrow().layers().get(layer.orElseThrow());
        seen.set(found == null ? new Weightless() : new Distributions(found));
    }

    /** Forgets what was observed: network or data are others. */
    void forget() {
        answered.stop();
        observed = Optional.empty();
        if (seen.get() instanceof Observing) {
            seen.set(new NothingSelected());
        }
    }
}
