package org.bitscale.experiment.sensitivity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.BadInputException;
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
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;

/** Measures how much each layer of a float network suffers from few bits. */
public final class MeasureSensitivity {

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public MeasureSensitivity(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * Measures every layer with constant weights at every scheme, but for those that the plan has bits for.
     *
     * @throws BadInputException if model and data do not fit, the network has no layer with weights, or the plan has bits
     *     for each
     */
    public SensitivityReport run(SensitivityRequest request) {
        long start = System.nanoTime();
        FloatNetwork network = workbench.floatNetwork(request.model(), request.data());
        List<Node> layers = network.weighted();
        if (layers.isEmpty()) {
            throw new BadInputException("The network has no layer with constant weights (Conv, Gemm, MatMul), so that "
                    + "there is nothing to measure");
        }
        layers = layers.stream()
                .filter(layer -> !request.plan().layers().containsKey(layer.name()))
                .toList();
        if (layers.isEmpty()) {
            throw new BadInputException(
                    "Every layer has bits of its own already; leave at least one open, so that there is something to find");
        }
        FloatNetwork.Reference reference = network.reference(request.examples(), progress);
        SecondOrder second = SecondOrder.of(
                network, reference.examples(), request.measures(), request.probes(), workbench, progress);
        Map<String, Long> counts = network.weightCounts();
        List<LayerSensitivity> found = new ArrayList<>();
        int total = layers.size() * request.schemes().size();
        for (LayerOverride scheme : request.schemes()) {
            QuantPlan whole = whole(network, request.plan(), scheme);
            double loss = request.measures().contains(SensitivityMeasure.KEPT)
                    ? loss(predictions(network, reference, whole, request))
                    : 0;
            for (Node layer : layers) {
                progress.checkCancelled();
                progress.update("sensitivity", found.size(), total, layer.name() + " " + scheme);
                Map<SensitivityMeasure, Double> values =
                        alone(network, reference, layer, whole.of(layer.name()), second, request);
                if (request.measures().contains(SensitivityMeasure.KEPT)) {
                    QuantPlan but = whole.with(layer.name(), LayerPlan.FLOAT);
                    values.put(SensitivityMeasure.KEPT, loss - loss(predictions(network, reference, but, request)));
                }
                found.add(
                        new LayerSensitivity(layer.name(), layer.operator(), counts.get(layer.name()), scheme, values));
            }
        }
        progress.update("sensitivity", total, total, "");
        return new SensitivityReport(
                found, reference.examples().size(), loss(reference.predictions()), (System.nanoTime() - start) / 1e9);
    }

    /** All layers with weights at one scheme, but for those that the plan has bits for; arithmetic as the plan says. */
    private QuantPlan whole(FloatNetwork network, PlanSettings plan, LayerOverride scheme) {
        Map<String, LayerOverride> layers = new HashMap<>();
        network.weighted().forEach(layer -> layers.put(layer.name(), scheme));
        return PlanBuilder.of(network.model().folded(), network.facts(), workbench.operators(), plan.withRest(layers));
    }

    /** What is seen of a layer when it alone is quantized. */
    private Map<SensitivityMeasure, Double> alone(
            FloatNetwork network,
            FloatNetwork.Reference reference,
            Node layer,
            LayerPlan scheme,
            SecondOrder second,
            SensitivityRequest request) {
        Set<SensitivityMeasure> measures = request.measures();
        QuantPlan plan = new QuantPlan(Map.of(layer.name(), scheme));
        FloatNetwork.Quantized quantized =
                network.quantized(plan, request.plan(), request.calibrationExamples(), progress);
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
        values.keySet().retainAll(measures);
        return values;
    }

    private Predictions predictions(
            FloatNetwork network, FloatNetwork.Reference reference, QuantPlan plan, SensitivityRequest request) {
        FloatNetwork.Quantized quantized =
                network.quantized(plan, request.plan(), request.calibrationExamples(), progress);
        return network.predictions(quantized.deployed(), reference.examples(), progress);
    }

    private static double loss(Predictions predictions) {
        return CrossEntropy.of(predictions.logits(), predictions.classes(), predictions.labels());
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
