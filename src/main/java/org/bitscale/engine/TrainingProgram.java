package org.bitscale.engine;

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
import org.bitscale.graph.op.Parameter;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.op.TorchText;
import org.bitscale.graph.pass.Layers;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.QParams;
import org.bitscale.quant.TensorQuantSpec;

/**
 * Writes the training form of a network: the graph with quantizers woven in, the loss after it, and the list of what is
 * trained. Also the way back, from trained values to scales.
 *
 * <p>A quantized activation is held as integers with its scale beside it. The scale is multiplied into the weights that
 * read it, and divided out of the batch normalization or the weights that make it, so that a quantizer costs one clamp
 * and one rounding over the activation and its gradient one pass; a ReLU before it is done by the clamp. This is also
 * how integer kernels requantize.
 */
final class TrainingProgram implements GraphCompiler.Weaving {

    /** Integers and the scale they stand for; the real values are their product. */
    private record Scaled(String integers, String scale) {}

    /** Share by which a batch's statistics replace the running ones. */
    static final double STATISTICS_MOMENTUM = 0.1;

    private final Graph graph;
    private final OperatorTable operators;
    private final Facts facts;
    private final Layers layers;
    private final Map<String, Node> producers;
    private final TrainingSettings settings;
    private final Optional<QuantizerProgram> quantizers;
    private final Map<String, TrainedParameter> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final Map<Site, Scaled> sites = new HashMap<>();
    private final Map<Site, String> reals = new HashMap<>();
    private final Map<String, String> weightVariables = new HashMap<>();
    private final TorchProgram program = new TorchProgram();
    private final List<String> results;

    /**
     * @param teacher as {@link TeacherGraph} makes it; its constants are arguments too
     */
    TrainingProgram(
            Graph graph,
            OperatorTable operators,
            TrainingSettings settings,
            Optional<QuantizedTraining> quantized,
            Optional<Graph> teacher) {
        this.graph = graph;
        this.operators = operators;
        this.facts = ShapeInference.of(graph, operators);
        this.layers = new Layers(graph);
        this.producers = graph.producers();
        this.settings = settings;
        this.quantizers = quantized.map(task -> new QuantizerProgram(
                task, settings.refinements().quantizers(), facts, settings.batchSize(), program, parameters, buffers));
        for (Node node : graph.nodes()) {
            operators.of(node).parameters(node).forEach(parameter -> train(node, parameter));
            if (isTrainedNorm(node)) {
                buffers.put(node.input(3), graph.constants().get(node.input(3)));
                buffers.put(node.input(4), graph.constants().get(node.input(4)));
            }
        }
        String logits =
                GraphCompiler.write(graph, facts, operators, this, program).get(0);
        LossProgram loss = LossProgram.of(
                program, flat(logits), teacher.map(other -> flat(taught(other, operators))), settings.refinements());
        this.results = List.of(loss.loss(), loss.hits());
    }

    /** The teacher's logits; nothing it reads is trained, so that no gradient is recorded for it. */
    private String taught(Graph teacher, OperatorTable operators) {
        return GraphCompiler.write(
                        teacher, ShapeInference.of(teacher, operators), operators, GraphCompiler.Weaving.NONE, program)
                .get(0);
    }

    private String flat(String logits) {
        return program.assign("torch.flatten(" + logits + ", 1, -1)");
    }

    private void train(Node node, Parameter parameter) {
        String name = node.input(parameter.input());
        Tensor constant = graph.constants().get(name);
        if (constant != null && constant.type().isFloat()) {
            TrainedParameter.Kind kind =
                    parameter.weight() ? TrainedParameter.Kind.WEIGHT : TrainedParameter.Kind.OTHER;
            parameters.putIfAbsent(name, new TrainedParameter(name, constant, kind, 1));
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

    /** The parameters of a site after training. */
    QParams trainedActivation(Site site, Map<String, float[]> values) {
        return quantizers.orElseThrow().trainedActivation(site, values);
    }

    /** Names of the layers whose weights are quantized, in the order of {@link #codes}. */
    List<String> quantizedLayers() {
        return quantizers.map(QuantizerProgram::quantizedLayers).orElse(List.of());
    }

    /** Writes what gives codes and scales of each quantized layer's weights, as they are exported. */
    List<String> codes(TorchProgram method) {
        return quantizers.orElseThrow().codes(method);
    }

    /** How the step changes gradients before they are used, by the parameter's name. */
    Map<String, List<OptimizerProgram.GradientChange>> gradientChanges() {
        return quantizers.map(QuantizerProgram::gradientChanges).orElse(Map.of());
    }

    // ---- what is woven in

    @Override
    public Optional<String> instead(Node node, TorchText text, TorchProgram program) {
        Optional<String> scale = scaleOfResult(node);
        if (isTrainedNorm(node)) {
            boolean learnsStatistics = settings.batchNorm() != BatchNormMode.FROZEN;
            return Optional.of("torch.batch_norm(%s, %s, %s, %s, %s, %s, %s, %s, False)"
                    .formatted(
                            text.in(0),
                            divided(text.in(1), scale),
                            divided(text.in(2), scale),
                            text.in(3),
                            text.in(4),
                            learnsStatistics ? "True" : "False",
                            TorchText.real(STATISTICS_MOMENTUM),
                            TorchText.real(node.attributes().real("epsilon", 1e-5f))));
        }
        if (settings.refinements().precision() == Precision.BFLOAT16
                && operators.of(node).macs(node, facts) > 0) {
            return Optional.of(NarrowText.wide(
                    operators.of(node).torch(node, new NarrowText(text)).get(0)));
        }
        if (node.is("Add") && scale.isPresent()) {
            return Optional.of("torch.add(%s, %s)"
                    .formatted(rescaled(node, 0, text, scale.get()), rescaled(node, 1, text, scale.get())));
        }
        if (node.is("Relu") && producers.containsKey(node.input(0))) {
            Node before = producers.get(node.input(0));
            if (targetOf(before)
                    .filter(site -> site.tensor().equals(node.output()))
                    .isPresent()) {
                return Optional.of(text.in(0)); // done by the clamp of the quantizer behind it
            }
            if (isTrainedNorm(before)
                    && layers.onlyConsumer(node.input(0)).isPresent()
                    && read(node, 0).isEmpty()) {
                return Optional.of("torch.relu_(" + text.in(0) + ")"); // nobody needs the value before
            }
        }
        return Optional.empty();
    }

    /** An input of Add in units of {@code scale}: one multiplication, whether it is held as integers or not. */
    private String rescaled(Node node, int index, TorchText text, String scale) {
        Optional<Scaled> held = read(node, index);
        return held.isPresent()
                ? "torch.mul(%s, torch.div(%s, %s))"
                        .formatted(held.get().integers(), held.get().scale(), scale)
                : "torch.div(%s, %s)".formatted(text.in(index), scale);
    }

    private static String divided(String value, Optional<String> scale) {
        return scale.map(s -> "torch.div(%s, %s)".formatted(value, s)).orElse(value);
    }

    @Override
    public String input(Node node, int index, String variable, TorchProgram program) {
        if (quantizers.isEmpty()) {
            return variable;
        }
        if (layers.isWeighted(node)) {
            return switch (index) {
                case 0 -> read(node, 0).map(Scaled::integers).orElse(variable);
                case 1 -> weightVariables.computeIfAbsent(node.name(), name -> weights(node, variable));
                default -> divided(variable, scaleOfResult(node));
            };
        }
        Optional<Site> site = quantizers.get().task().placement().read(node, index);
        if (site.isEmpty()) {
            return variable;
        }
        return sharesGrid(node) ? sites.get(site.get()).integers() : real(site.get());
    }

    /** The weights as they are multiplied: quantized, times the input's scale, divided by the result's. */
    private String weights(Node node, String variable) {
        Optional<TensorQuantSpec> spec =
                quantizers.orElseThrow().task().plan().of(node.name()).weights();
        Optional<String> inputScale = read(node, 0).map(Scaled::scale);
        Optional<String> resultScale = scaleOfResult(node);
        String real = variable;
        Optional<String> factor = inputScale.map(s -> divided(s, resultScale));
        if (spec.isPresent()) {
            Weights weights = Weights.of(node, graph.constants().get(node.input(1)));
            WeightQuantizer.Codes codes = quantizers.get().weights(node, weights, spec.get(), variable);
            String scale = factor.map(f -> "torch.mul(%s, %s)".formatted(codes.scale(), f))
                    .orElseGet(() -> divided(codes.scale(), resultScale));
            return program.assign("torch.mul(%s, %s)".formatted(codes.integers(), scale));
        }
        return factor.map(f -> program.assign("torch.mul(%s, %s)".formatted(real, f)))
                .orElseGet(() -> divided(real, resultScale));
    }

    @Override
    public void computed(String tensor, String variable, TorchProgram program) {
        if (quantizers.isEmpty()) {
            return;
        }
        boolean inUnitsOfScale = isWrittenInScale(tensor);
        String source = variable;
        for (Site site : quantizers.get().task().placement().sites(tensor)) {
            Site owner = quantizers.get().task().placement().parametersOf(site);
            String scale = quantizers.get().scale(owner);
            String integers = owner.equals(site) ? quantizers.get().integers(site, source, inUnitsOfScale) : source;
            sites.put(site, new Scaled(integers, scale));
            inUnitsOfScale = false;
            if (quantizers.get().task().placement().sites(tensor).size() > 1) {
                source = real(site);
            }
        }
    }

    /** The integers that a node reads, if what it reads is quantized. */
    private Optional<Scaled> read(Node node, int index) {
        return quantizers.flatMap(q -> q.task().placement().read(node, index)).map(sites::get);
    }

    private String real(Site site) {
        return reals.computeIfAbsent(site, s -> {
            Scaled held = sites.get(s);
            return program.assign("torch.mul(%s, %s)".formatted(held.integers(), held.scale()));
        });
    }

    /** Whether a node only moves values, so that what it gives is held under its input's scale. */
    private boolean sharesGrid(Node node) {
        Optional<Site> output = quantizers.orElseThrow().task().placement().sites(node.output()).stream()
                .findFirst();
        return output.isPresent()
                && !quantizers
                        .get()
                        .task()
                        .placement()
                        .parametersOf(output.get())
                        .equals(output.get());
    }

    /** The scale that a node's result is divided by as it is made. */
    private Optional<String> scaleOfResult(Node node) {
        return targetOf(node).map(site -> quantizers.orElseThrow().scale(site));
    }

    private boolean isWrittenInScale(String tensor) {
        Node producer = producers.get(tensor);
        if (producer == null) {
            return false;
        }
        Node maker = producer.is("Relu") ? producers.getOrDefault(producer.input(0), producer) : producer;
        return targetOf(maker).filter(site -> site.tensor().equals(tensor)).isPresent();
    }

    /**
     * The quantizer whose scale a node can divide its result by at no cost: the one on its result, or on that of a ReLU
     * that alone follows and that the quantizer's clamp replaces.
     */
    private Optional<Site> targetOf(Node node) {
        boolean scales = isTrainedNorm(node) || layers.isWeighted(node) || node.is("Add");
        if (quantizers.isEmpty() || !scales) {
            return Optional.empty();
        }
        Optional<Site> direct = quantizers.get().ownSite(node.output());
        if (direct.isPresent()) {
            return direct;
        }
        return layers.onlyConsumer(node.output())
                .filter(next -> next.is("Relu"))
                .flatMap(relu -> quantizers.get().ownSite(relu.output()))
                .filter(quantizers.get()::startsAtZero);
    }
}
