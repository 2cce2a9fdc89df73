package org.bitscale.ui.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.EstimateRequest;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.OpenModel;

/** Numbers of layers that a worker must find out, each found out once. One measure runs at a time. */
final class LayerMeasures {

    /** Examples that estimates are made on: enough to rank layers, few enough to wait for. */
    static final int EXAMPLES = 1000;

    private static final int MOST_KEPT = 64;

    private final LayerQuestions questions;
    private final Answered answered;
    private final Map<Key, Map<String, Double>> kept = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<Optional<Work>> work = new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * A measure that runs.
     *
     * @param what it is
     * @param done layers that are finished
     * @param total layers there are; 0 if it is one piece of work
     */
    record Work(ColourBy what, int done, int total) {}

    /** What decides a measure; {@code detail} is the plan or the bits. */
    private record Key(ColourBy what, String model, Optional<DataOptions> data, Object detail) {}

    LayerMeasures(LayerQuestions questions, Background background, Failures failures) {
        this.questions = questions;
        this.answered = new Answered(background, failures);
    }

    /** What is measured now. */
    ReadOnlyObjectProperty<Optional<Work>> work() {
        return work.getReadOnlyProperty();
    }

    /** Stops what is measured; what was found out so far is kept. */
    void stop() {
        answered.stop();
        work.set(Optional.empty());
    }

    /**
     * SQNR of each layer with weights in dB, with everything before it quantized as well.
     *
     * @param found hears it, at once if it is known
     */
    void errors(
            OpenModel model,
            OpenData data,
            PlanSettings plan,
            Consumer<Map<String, Double>> found,
            Consumer<String> refused) {
        Key key = new Key(ColourBy.ERROR, model.file().sha256(), Optional.of(data.options()), plan);
        whole(
                key,
                () -> answered.ask(
                        () -> questions.estimate(request(model, data, plan)),
                        estimate -> keep(key, errors(estimate), found),
                        refusal(refused)),
                found);
    }

    private static Map<String, Double> errors(PlanEstimate estimate) {
        Map<String, Double> errors = new LinkedHashMap<>();
        estimate.layers().forEach(layer -> errors.put(layer.layer(), layer.sqnr()));
        return errors;
    }

    /** Microseconds of each layer in ONNX Runtime, in float, on one thread. */
    void times(OpenModel model, Consumer<Map<String, Double>> found, Consumer<String> refused) {
        Key key = new Key(ColourBy.TIME, model.file().sha256(), Optional.empty(), "");
        whole(
                key,
                () -> answered.ask(
                        () -> questions.times(model.file().path()),
                        times -> keep(key, byLayer(times), found),
                        refusal(refused)),
                found);
    }

    private static Map<String, Double> byLayer(List<LayerTime> times) {
        return times.stream()
                .filter(time -> time.layer().isPresent())
                .collect(Collectors.groupingBy(
                        time -> time.layer().orElseThrow(),
                        LinkedHashMap::new,
                        Collectors.summingDouble(LayerTime::microseconds)));
    }

    /**
     * By how much the loss grows, in nats, if a layer with weights alone is quantized: weights and input at {@code bits}.
     *
     * @param found hears what is known so far, again after each layer
     */
    void sensitivity(
            OpenModel model, OpenData data, int bits, Consumer<Map<String, Double>> found, Consumer<String> refused) {
        stop();
        Key key = new Key(ColourBy.SENSITIVITY, model.file().sha256(), Optional.of(data.options()), bits);
        Map<String, Double> known = kept.computeIfAbsent(key, absent -> new LinkedHashMap<>());
        found.accept(Map.copyOf(known));
        List<String> layers = model.sheet().layers().stream()
                .filter(PlanSheet.Row::weighted)
                .map(PlanSheet.Row::name)
                .toList();
        next(model, data, bits, layers, known, found, refused);
    }

    private void next(
            OpenModel model,
            OpenData data,
            int bits,
            List<String> layers,
            Map<String, Double> known,
            Consumer<Map<String, Double>> found,
            Consumer<String> refused) {
        Optional<String> layer =
                layers.stream().filter(name -> !known.containsKey(name)).findFirst();
        if (layer.isEmpty()) {
            work.set(Optional.empty());
            return;
        }
        work.set(Optional.of(new Work(ColourBy.SENSITIVITY, known.size(), layers.size())));
        answered.ask(
                () -> questions.estimate(request(model, data, alone(model.sheet(), layer.get(), bits))),
                estimate -> {
                    known.put(layer.get(), estimate.loss() - estimate.floatLoss());
                    found.accept(Map.copyOf(known));
                    next(model, data, bits, layers, known, found, refused);
                },
                refusal(refused));
    }

    /** The plan that quantizes one layer and nothing else. */
    static PlanSettings alone(PlanSheet sheet, String layer, int bits) {
        LayerOverride none = new LayerOverride(false, 8, 8);
        Map<String, LayerOverride> layers =
                sheet.layers().stream().collect(Collectors.toMap(PlanSheet.Row::name, row -> none));
        layers.put(layer, new LayerOverride(true, bits, bits));
        return new PlanSettings(bits, bits, Granularity.CHANNEL, bits, 8, layers);
    }

    private static EstimateRequest request(OpenModel model, OpenData data, PlanSettings plan) {
        return new EstimateRequest(
                model.file().path(), data.options(), plan, EstimateRequest.USUAL_CALIBRATION, EXAMPLES);
    }

    private void whole(Key key, Runnable measure, Consumer<Map<String, Double>> found) {
        stop();
        Map<String, Double> known = kept.get(key);
        if (known != null) {
            found.accept(known);
        } else {
            work.set(Optional.of(new Work(key.what(), 0, 0)));
            measure.run();
        }
    }

    private void keep(Key key, Map<String, Double> measured, Consumer<Map<String, Double>> found) {
        if (kept.size() >= MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(key, measured);
        work.set(Optional.empty());
        found.accept(measured);
    }

    private Consumer<String> refusal(Consumer<String> refused) {
        return message -> {
            work.set(Optional.empty());
            refused.accept(message);
        };
    }
}
