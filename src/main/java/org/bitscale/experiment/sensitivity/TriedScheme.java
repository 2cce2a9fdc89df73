package org.bitscale.experiment.sensitivity;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.bitscale.Progress;
import org.bitscale.eval.CrossEntropy;
import org.bitscale.eval.Divergence;
import org.bitscale.eval.Predictions;
import org.bitscale.eval.Sqnr;
import org.bitscale.experiment.FloatNetwork;
import org.bitscale.experiment.Workbench;
import org.bitscale.graph.Node;
import org.bitscale.graph.Weights;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;

/** One scheme that layers are tried at, one after another. */
final class TriedScheme {

    private final FloatNetwork network;
    private final FloatNetwork.Reference reference;
    private final SecondOrder second;
    private final SensitivityRequest request;
    private final QuantPlan whole;
    private final Progress progress;
    private OptionalDouble lossOfWhole = OptionalDouble.empty();

    TriedScheme(
            FloatNetwork network,
            FloatNetwork.Reference reference,
            SecondOrder second,
            SensitivityRequest request,
            LayerOverride scheme,
            Workbench workbench,
            Progress progress) {
        this.network = network;
        this.reference = reference;
        this.second = second;
        this.request = request;
        this.whole = whole(network, request, scheme, workbench);
        this.progress = progress;
    }

    /** All layers with weights at one scheme, but for those that the plan has bits for; arithmetic as the plan says. */
    private static QuantPlan whole(
            FloatNetwork network, SensitivityRequest request, LayerOverride scheme, Workbench workbench) {
        Map<String, LayerOverride> layers = new HashMap<>();
        network.weighted().forEach(layer -> layers.put(layer.name(), scheme));
        return PlanBuilder.of(
                network.model().folded(),
                network.facts(),
                workbench.operators(),
                request.plan().withRest(layers));
    }

    /** What is seen of a layer. */
    Map<SensitivityMeasure, Double> values(Node layer, Set<SensitivityMeasure> measures) {
        Map<SensitivityMeasure, Double> values = alone(layer, measures);
        if (measures.contains(SensitivityMeasure.KEPT)) {
            QuantPlan but = whole.with(layer.name(), LayerPlan.FLOAT);
            values.put(SensitivityMeasure.KEPT, lossOfWhole() - loss(predictions(but)));
        }
        return values;
    }

    /** Mean cross-entropy, nats. */
    static double loss(Predictions predictions) {
        return CrossEntropy.of(predictions.logits(), predictions.classes(), predictions.labels());
    }

    /** What is seen of a layer when it alone is quantized. */
    private Map<SensitivityMeasure, Double> alone(Node layer, Set<SensitivityMeasure> measures) {
        FloatNetwork.Quantized quantized = quantized(new QuantPlan(Map.of(layer.name(), whole.of(layer.name()))));
        Map<SensitivityMeasure, Double> values = new EnumMap<>(SensitivityMeasure.class);
        if (measures.contains(SensitivityMeasure.LOSS) || measures.contains(SensitivityMeasure.DIVERGENCE)) {
            Predictions real = reference.predictions();
            Predictions predictions = network.predictions(quantized.deployed(), reference.examples(), progress);
            values.put(SensitivityMeasure.LOSS, loss(predictions) - loss(real));
            values.put(
                    SensitivityMeasure.DIVERGENCE,
                    Divergence.ofLogits(real.logits(), predictions.logits(), real.classes()));
        }
        if (measures.contains(SensitivityMeasure.SQNR)) {
            float[] output = network.outputs(quantized.deployed(), List.of(layer), reference)
                    .get(layer.name());
            values.put(SensitivityMeasure.SQNR, Sqnr.of(reference.outputs().get(layer.name()), output));
        }
        Weights real = Weights.of(layer, network.model().folded().constants().get(layer.input(1)));
        float[] errors = errors(real, quantized.parts().weights().get(layer.name()));
        if (measures.contains(SensitivityMeasure.FISHER)) {
            values.put(
                    SensitivityMeasure.FISHER, weighted(errors, second.fisher().get(layer.name())) / 2);
        }
        if (measures.contains(SensitivityMeasure.HESSIAN)) {
            double curvature = second.traces().get(layer.name()) / errors.length;
            values.put(SensitivityMeasure.HESSIAN, curvature * squared(errors) / 2);
        }
        return values;
    }

    private double lossOfWhole() {
        if (lossOfWhole.isEmpty()) {
            lossOfWhole = OptionalDouble.of(loss(predictions(whole)));
        }
        return lossOfWhole.getAsDouble();
    }

    private Predictions predictions(QuantPlan plan) {
        return network.predictions(quantized(plan).deployed(), reference.examples(), progress);
    }

    private FloatNetwork.Quantized quantized(QuantPlan plan) {
        return network.quantized(plan, request.plan(), request.calibrationExamples(), progress);
    }

    /** What each weight is off by, in the weights' own order. */
    private static float[] errors(Weights real, QuantizedWeights quantized) {
        float[] errors = new float[real.values().length];
        float[] reals = quantized.reals(real);
        for (int i = 0; i < errors.length; i++) {
            errors[i] = real.values()[i] - reals[i];
        }
        return errors;
    }

    private static double squared(float[] errors) {
        double sum = 0;
        for (float error : errors) {
            sum += (double) error * error;
        }
        return sum;
    }

    private static double weighted(float[] errors, float[] information) {
        double sum = 0;
        for (int i = 0; i < errors.length; i++) {
            sum += (double) information[i] * errors[i] * errors[i];
        }
        return sum;
    }
}
