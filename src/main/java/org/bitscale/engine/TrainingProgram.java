package org.bitscale.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.op.TorchText;
import org.bitscale.graph.pass.Layers;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.Range;
import org.bitscale.quant.Summary;
import org.bitscale.quant.TensorQuantSpec;

/**
 * Writes the training form of a network: the graph with quantizers woven in, the cross-entropy after it, and the list of
 * what is trained. Also the way back, from trained values to scales.
 *
 * <p>Rounding is written {@code (v + 1.5·2²³) − 1.5·2²³}: in float32 exactly round-half-even for |v| below 2²², and its
 * gradient is 1, so that the straight-through estimator needs no pass of its own.
 */
final class TrainingProgram implements GraphCompiler.Weaving {

    /** Argument that holds the labels. */
    static final String LABELS = "labels";

    private static final String MAGIC = "12582912.";
    private static final String SMALLEST_SCALE = "1.0e-12";
    private static final double RANGE_MOMENTUM = 0.05;

    private final Graph graph;
    private final Facts facts;
    private final Layers layers;
    private final TrainingSettings settings;
    private final Optional<QuantizedTraining> quantized;
    private final Map<String, TrainedParameter> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final Map<Site, String> siteVariables = new HashMap<>();
    private final Map<String, String> weightVariables = new HashMap<>();
    private final TorchProgram program = new TorchProgram();
    private final List<String> results;

    TrainingProgram(
            Graph graph, OperatorTable operators, TrainingSettings settings, Optional<QuantizedTraining> quantized) {
        this.graph = graph;
        this.facts = ShapeInference.of(graph, operators);
        this.layers = new Layers(graph);
        this.settings = settings;
        this.quantized = quantized;
        for (Node node : graph.nodes()) {
            if (layers.isWeighted(node)) {
                train(node.input(1), TrainedParameter.Kind.WEIGHT);
                train(node.input(2), TrainedParameter.Kind.OTHER);
            } else if (isTrainedNorm(node)) {
                train(node.input(1), TrainedParameter.Kind.OTHER);
                train(node.input(2), TrainedParameter.Kind.OTHER);
                buffers.put(node.input(3), graph.constants().get(node.input(3)));
                buffers.put(node.input(4), graph.constants().get(node.input(4)));
            }
        }
        String logits =
                GraphCompiler.write(graph, facts, operators, this, program).get(0);
        String flat = program.assign("torch.flatten(" + logits + ", 1, -1)");
        String labels = program.argument(LABELS);
        String loss = program.assign("torch.cross_entropy_loss(%s, %s, None, 1, -100, 0.)".formatted(flat, labels));
        String hits = program.assign("torch.sum(torch.eq(torch.argmax(%s, 1), %s))".formatted(flat, labels));
        this.results = List.of(loss, hits);
    }

    private void train(String constant, TrainedParameter.Kind kind) {
        if (!constant.isEmpty()) {
            parameters.putIfAbsent(
                    constant, new TrainedParameter(constant, graph.constants().get(constant), kind, 1));
        }
    }

    private boolean isTrainedNorm(Node node) {
        return node.is("BatchNormalization")
                && node.inputs().subList(1, 5).stream().allMatch(graph.constants()::containsKey);
    }

    /** The text of the method {@code forward}, which gives loss and number of right answers. */
    String method() {
        return program.method("forward", results);
    }

    /** The method's arguments. */
    List<String> arguments() {
        return program.arguments();
    }

    /** What is trained, in a fixed order. */
    List<TrainedParameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** What the method changes by itself: running statistics and observed ranges, with their first values. */
    Map<String, Tensor> buffers() {
        return buffers;
    }

    @Override
    public Optional<String> instead(Node node, TorchText text, TorchProgram program) {
        if (!isTrainedNorm(node) || settings.batchNorm() == BatchNormMode.FROZEN) {
            return Optional.empty();
        }
        return Optional.of("torch.batch_norm(%s, %s, %s, %s, %s, True, 0.1, %s, False)"
                .formatted(
                        text.in(0),
                        text.in(1),
                        text.in(2),
                        text.in(3),
                        text.in(4),
                        TorchText.real(node.attributes().real("epsilon", 1e-5f))));
    }

    @Override
    public String input(Node node, int index, String variable, TorchProgram program) {
        if (quantized.isEmpty()) {
            return variable;
        }
        if (index == 1 && layers.isWeighted(node)) {
            Optional<TensorQuantSpec> spec =
                    quantized.get().plan().of(node.name()).weights();
            if (spec.isPresent()) {
                return weightVariables.computeIfAbsent(
                        node.name(), name -> quantizedWeights(node, spec.get(), variable));
            }
        }
        return quantized
                .get()
                .placement()
                .read(node, index)
                .map(siteVariables::get)
                .orElse(variable);
    }

    @Override
    public void computed(String tensor, String variable, TorchProgram program) {
        if (quantized.isEmpty()) {
            return;
        }
        String source = variable;
        for (Site site : quantized.get().placement().sites(tensor)) {
            boolean own = quantized.get().placement().parametersOf(site).equals(site);
            if (own) {
                source = quantized.get().method() == QatMethod.LSQ
                        ? learnedActivation(site, source)
                        : observedActivation(site, source);
            }
            siteVariables.put(site, source);
        }
    }

    // ---- activations

    private static String scaleName(Site site) {
        return "scale of " + site;
    }

    private static String rangeName(Site site, String end) {
        return end + " of " + site;
    }

    /** The parameters that a calibrated tensor starts with. */
    private QParams calibrated(Site site) {
        Summary summary = quantized.orElseThrow().calibration().get(site.tensor());
        IntegerFormat format = IntegerFormat.unsigned(site.bits());
        QParams minMax = QParams.ofRange(summary.range(), format, false);
        if (quantized.get().method() == QatMethod.STE || minMax.zeroPoint() != 0 || site.bits() == 8) {
            return minMax;
        }
        double learned = 2 * summary.absoluteMean() / Math.sqrt(format.qmax());
        return new QParams((float) Math.max(Math.min(learned, minMax.scale()), Float.MIN_NORMAL), 0);
    }

    private String learnedActivation(Site site, String variable) {
        QParams start = calibrated(site);
        IntegerFormat format = IntegerFormat.unsigned(site.bits());
        long features = facts.type(site.tensor())
                .shape()
                .withoutBatch()
                .elements()
                .orElseThrow()
                .factor();
        String name = scaleName(site);
        double gradientScale = 1 / Math.sqrt((double) features * settings.batchSize() * format.qmax());
        parameters.put(
                name,
                new TrainedParameter(
                        name,
                        Tensor.ofFloats(new float[] {start.scale()}, 1),
                        TrainedParameter.Kind.SCALE,
                        gradientScale));
        String scale = program.argument(name);
        String v = program.assign("torch.div(%s, %s)".formatted(variable, scale));
        String clamped = program.assign("torch.clamp(%s, %s, %s)"
                .formatted(
                        v,
                        TorchText.real(format.qmin() - start.zeroPoint()),
                        TorchText.real(format.qmax() - start.zeroPoint())));
        String rounded = program.assign("torch.sub_(torch.add(%s, %s), %s)".formatted(clamped, MAGIC, MAGIC));
        return program.assign("torch.mul(%s, %s)".formatted(rounded, scale));
    }

    private String observedActivation(Site site, String variable) {
        Range range = quantized.orElseThrow().calibration().get(site.tensor()).range();
        IntegerFormat format = IntegerFormat.unsigned(site.bits());
        String low = rangeName(site, "min");
        String high = rangeName(site, "max");
        buffers.put(low, Tensor.ofFloats(new float[] {Math.min(0, range.min())}, 1));
        buffers.put(high, Tensor.ofFloats(new float[] {Math.max(0, range.max())}, 1));
        String detached = program.assign("torch.detach(" + variable + ")");
        boolean signed = range.min() < 0;
        if (signed) {
            program.run("torch.lerp_(%s, torch.clamp(torch.min(%s), None, 0.), %s)"
                    .formatted(program.argument(low), detached, TorchText.real(RANGE_MOMENTUM)));
        }
        program.run("torch.lerp_(%s, torch.clamp(torch.max(%s), 0., None), %s)"
                .formatted(program.argument(high), detached, TorchText.real(RANGE_MOMENTUM)));
        String levels = TorchText.real(format.qmax() - format.qmin());
        String span = signed
                ? "torch.sub(%s, %s)".formatted(program.argument(high), program.argument(low))
                : program.argument(high);
        String scale =
                program.assign("torch.clamp(torch.div(%s, %s), %s, None)".formatted(span, levels, SMALLEST_SCALE));
        String v = program.assign("torch.div(%s, %s)".formatted(variable, scale));
        if (!signed) {
            String clamped = program.assign("torch.clamp(%s, 0., %s)".formatted(v, levels));
            String rounded = program.assign("torch.sub_(torch.add(%s, %s), %s)".formatted(clamped, MAGIC, MAGIC));
            return program.assign("torch.mul(%s, %s)".formatted(rounded, scale));
        }
        String zero =
                program.assign("torch.round(torch.neg(torch.div(%s, %s)))".formatted(program.argument(low), scale));
        String rounded = program.assign("torch.sub_(torch.add(%s, %s), %s)".formatted(v, MAGIC, MAGIC));
        String clamped = program.assign("torch.clamp(torch.add(%s, %s), 0., %s)".formatted(rounded, zero, levels));
        return program.assign("torch.mul(torch.sub(%s, %s), %s)".formatted(clamped, zero, scale));
    }

    /** The parameters of a site after training. */
    QParams trainedActivation(Site site, Map<String, float[]> values) {
        if (quantized.orElseThrow().method() == QatMethod.LSQ) {
            return new QParams(values.get(scaleName(site))[0], calibrated(site).zeroPoint());
        }
        float low = values.get(rangeName(site, "min"))[0];
        float high = values.get(rangeName(site, "max"))[0];
        return QParams.ofRange(new Range(low, high), IntegerFormat.unsigned(site.bits()), false);
    }

    // ---- weights

    private static String weightScaleName(Node node) {
        return "weight scale of " + node.name();
    }

    private String quantizedWeights(Node node, TensorQuantSpec spec, String variable) {
        Weights weights = Weights.of(node, graph.constants().get(node.input(1)));
        IntegerFormat format = spec.format();
        float[] minMax = QuantizedWeights.minMaxScales(weights, spec);
        long[] sizes = new long[weights.sizes().length];
        java.util.Arrays.fill(sizes, 1);
        if (minMax.length > 1) {
            sizes[weights.axis()] = minMax.length;
        }
        String scale;
        if (quantized.orElseThrow().method() == QatMethod.LSQ) {
            String name = weightScaleName(node);
            float[] start = WeightScales.start(weights, minMax, format);
            double count = (double) weights.values().length / start.length;
            parameters.put(
                    name,
                    new TrainedParameter(
                            name,
                            Tensor.ofFloats(start, sizes),
                            TrainedParameter.Kind.SCALE,
                            1 / Math.sqrt(count * format.qmax())));
            scale = program.argument(name);
        } else {
            String magnitude = "torch.abs(torch.detach(" + variable + "))";
            String largest;
            if (minMax.length > 1) {
                List<String> axes = new ArrayList<>();
                for (int i = 0; i < sizes.length; i++) {
                    if (i != weights.axis()) {
                        axes.add(Integer.toString(i));
                    }
                }
                largest = "torch.amax(%s, [%s], True)".formatted(magnitude, String.join(", ", axes));
            } else {
                largest = "torch.max(" + magnitude + ")";
            }
            scale = program.assign("torch.clamp(torch.div(%s, %s), %s, None)"
                    .formatted(largest, TorchText.real(format.qmax()), SMALLEST_SCALE));
        }
        String v = program.assign("torch.div(%s, %s)".formatted(variable, scale));
        String clamped = program.assign(
                "torch.clamp(%s, %s, %s)".formatted(v, TorchText.real(format.qmin()), TorchText.real(format.qmax())));
        String rounded = program.assign("torch.sub_(torch.add(%s, %s), %s)".formatted(clamped, MAGIC, MAGIC));
        return program.assign("torch.mul(%s, %s)".formatted(rounded, scale));
    }

    /** The scales of a layer's weights after training; empty if they stay in float. */
    Optional<float[]> trainedWeightScales(Node node, Weights trained, Map<String, float[]> values) {
        Optional<TensorQuantSpec> spec =
                quantized.flatMap(q -> q.plan().of(node.name()).weights());
        return spec.map(s -> quantized.orElseThrow().method() == QatMethod.LSQ
                ? values.get(weightScaleName(node))
                : QuantizedWeights.minMaxScales(trained, s));
    }
}
