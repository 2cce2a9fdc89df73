package org.bitscale.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.QParams;
import org.bitscale.quant.TensorQuantSpec;

/**
 * The quantizers of a network: makes for each layer's weights and each site the quantizer that the method has, and writes
 * it. Weights are written twice more, by the same quantizer: into a method of their own that gives the integers to
 * export, and into the optimizer's step where gradients are corrected.
 */
final class QuantizerProgram {

    /** A layer's quantizer and the constant it quantizes. */
    private record Layer(WeightQuantizer quantizer, String constant) {}

    private final QuantizedTraining task;
    private final QuantizerAids aids;
    private final Facts facts;
    private final int batchSize;
    private final TorchProgram program;
    private final Map<String, TrainedParameter> parameters;
    private final Map<String, Tensor> buffers;
    private final Map<Site, ActivationQuantizer> activations = new HashMap<>();
    private final Map<Site, String> scales = new HashMap<>();
    private final Map<String, Layer> layers = new LinkedHashMap<>();

    /**
     * @param aids what the recipe does for quantizers
     * @param parameters where what is learned is added
     * @param buffers where what is observed is added
     */
    QuantizerProgram(
            QuantizedTraining task,
            QuantizerAids aids,
            Facts facts,
            int batchSize,
            TorchProgram program,
            Map<String, TrainedParameter> parameters,
            Map<String, Tensor> buffers) {
        this.task = task;
        this.aids = aids;
        this.facts = facts;
        this.batchSize = batchSize;
        this.program = program;
        this.parameters = parameters;
        this.buffers = buffers;
    }

    QuantizedTraining task() {
        return task;
    }

    // ---- activations

    /** The widest site on a tensor, if it has parameters of its own. */
    Optional<Site> ownSite(String tensor) {
        return task.placement().sites(tensor).stream()
                .findFirst()
                .filter(site -> task.placement().parametersOf(site).equals(site));
    }

    /** Whether a site's zero point is 0, so that its clamp cuts off what is negative. */
    boolean startsAtZero(Site site) {
        return calibrated(site).startsAtZero();
    }

    /** The expression of a site's scale. */
    String scale(Site site) {
        return scales.computeIfAbsent(site, s -> quantizer(s).scale(program));
    }

    /**
     * Writes a site's quantizer.
     *
     * @param variable what is quantized
     * @param inUnitsOfScale whether it is divided by the scale already
     * @return integers minus the zero point
     */
    String integers(Site site, String variable, boolean inUnitsOfScale) {
        String scale = scale(site);
        String position = inUnitsOfScale ? variable : program.assign("torch.div(%s, %s)".formatted(variable, scale));
        return quantizer(site).integers(program, position, scale);
    }

    /** The parameters of a site after training. */
    QParams trainedActivation(Site site, Map<String, float[]> values) {
        return quantizer(site).trained(values);
    }

    private ActivationQuantizer quantizer(Site site) {
        return activations.computeIfAbsent(site, s -> {
            ActivationQuantizer quantizer = task.method().activations().of(calibrated(s));
            quantizer.parameters().forEach(this::train);
            buffers.putAll(quantizer.buffers());
            return quantizer;
        });
    }

    private CalibratedSite calibrated(Site site) {
        long features = facts.type(site.tensor())
                .shape()
                .withoutBatch()
                .elements()
                .orElseThrow()
                .factor();
        return new CalibratedSite(
                site,
                task.calibration().get(site.tensor()),
                (double) features * batchSize,
                task.placement().target().symmetricActivations());
    }

    private void train(TrainedParameter parameter) {
        parameters.put(parameter.name(), parameter);
    }

    // ---- weights

    /** Writes the quantizer of a layer's weights. */
    WeightQuantizer.Codes weights(Node node, Weights weights, TensorQuantSpec spec, String variable) {
        WeightQuantizer quantizer =
                WeightQuantizer.of(new LayerWeights(node.name(), weights, spec), task.method(), aids);
        quantizer.parameters().forEach(this::train);
        layers.put(node.name(), new Layer(quantizer, node.input(1)));
        return quantizer.codes(program, program::argument, variable);
    }

    /** Names of the layers whose weights are quantized, in a fixed order. */
    List<String> quantizedLayers() {
        return List.copyOf(layers.keySet());
    }

    /**
     * Writes the method that gives what is exported.
     *
     * @return for each of {@link #quantizedLayers} its codes and its scales
     */
    List<String> codes(TorchProgram method) {
        List<String> results = new ArrayList<>();
        layers.values().forEach(layer -> {
            WeightQuantizer.Codes codes =
                    layer.quantizer().codes(method, method::argument, method.argument(layer.constant()));
            results.add(codes.integers());
            results.add(codes.scale());
        });
        return results;
    }

    /** How the step changes gradients of weights before they are used, by the constant's name. */
    Map<String, List<OptimizerProgram.GradientChange>> gradientChanges() {
        Map<String, List<OptimizerProgram.GradientChange>> changes = new LinkedHashMap<>();
        layers.values().stream()
                .filter(layer -> layer.quantizer().corrects() || aids.damping() > 0)
                .forEach(layer -> changes.computeIfAbsent(layer.constant(), name -> new ArrayList<>())
                        .add((step, gradient) -> change(layer, step, gradient)));
        return changes;
    }

    private void change(Layer layer, TorchProgram step, String gradient) {
        WeightQuantizer.Codes codes = layer.quantizer()
                .codes(
                        step,
                        name -> step.argument(OptimizerProgram.valueName(name)),
                        step.argument(OptimizerProgram.valueName(layer.constant())));
        layer.quantizer().correct(step, codes, gradient);
        if (aids.damping() > 0) {
            step.run("torch.add_(%s, torch.mul(torch.mul(torch.sub(%s, %s), %s), %s))"
                    .formatted(
                            gradient,
                            codes.position(),
                            codes.integers(),
                            codes.scale(),
                            step.argument(OptimizerProgram.DAMPING)));
        }
    }
}
