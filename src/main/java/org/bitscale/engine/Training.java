package org.bitscale.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.pass.BatchNormParameters;
import org.bitscale.graph.pass.FoldBatchNorm;
import org.bitscale.graph.pass.Layers;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.QParams;

/**
 * One training of a classifier, in float or through quantizers. The loop is: batch, loss and gradients, step; three
 * native calls. Not thread-safe; the same seed, processor type and number of threads give the same bits.
 */
public final class Training implements AutoCloseable {

    /** The optimizer's program names its rate and correction first. */
    private static final int RATE_PLACE = 0;

    private static final int CORRECTION_PLACE = 1;

    private final Graph graph;
    private final TrainingSettings settings;
    private final Optional<QuantizedTraining> quantized;
    private final TrainingProgram program;
    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final TorchProgram step;
    private final Map<String, PtNDArray> arrays = new LinkedHashMap<>();
    private final List<PtNDArray> stepArguments = new ArrayList<>();
    private final Map<String, PtNDArray> optimizerStates = new LinkedHashMap<>();
    private final Map<String, float[]> resumed;
    private long steps;

    /**
     * Compiles the training form.
     *
     * @param graph the network up to its logits; batch normalizations as the recipe wants them
     * @param quantized what to quantize; empty for a float training
     */
    public Training(
            Graph graph,
            OperatorTable operators,
            TrainingSettings settings,
            Optional<QuantizedTraining> quantized,
            TorchEngine engine) {
        this(graph, operators, settings, quantized, Optional.empty(), engine);
    }

    /**
     * Compiles the training form and goes on where a training of the same network and recipe was.
     *
     * @param state as {@link #state()} gave it; empty to begin
     * @throws BadInputException if it is the state of another training
     */
    public Training(
            Graph graph,
            OperatorTable operators,
            TrainingSettings settings,
            Optional<QuantizedTraining> quantized,
            Optional<TrainingState> state,
            TorchEngine engine) {
        this.graph = graph;
        this.resumed = state.map(TrainingState::arrays).orElse(Map.of());
        this.steps = state.map(TrainingState::steps).orElse(0L);
        this.settings = settings;
        this.quantized = quantized;
        this.program = new TrainingProgram(graph, operators, settings, quantized);
        this.step = OptimizerProgram.of(program.parameters(), settings.optimizer(), settings.weightDecay());
        this.manager = engine.newManager();
        this.module = engine.load(List.of(program.method(), step.method("step", List.of())));
        Map<String, Tensor> known = new HashMap<>(graph.constants());
        known.putAll(program.buffers());
        program.parameters().forEach(parameter -> known.put(parameter.name(), parameter.start()));
        state.ifPresent(s -> changing(known.keySet()).forEach(name -> known.put(name, resumed(name, known.get(name)))));
        for (String name : program.arguments()) {
            Tensor tensor = known.get(name);
            if (tensor != null) {
                PtNDArray array = Arrays.array(manager, tensor);
                array.setName("p[]");
                arrays.put(name, array);
            }
        }
        program.parameters().forEach(parameter -> arrays.get(parameter.name()).setRequiresGradient(true));
    }

    /**
     * What one pass over the training data gave.
     *
     * @param number 0 for the first
     * @param loss mean cross-entropy of the batches, each before its step, nats
     * @param accuracy share of right answers there
     * @param seconds time it took
     */
    public record Epoch(int number, double loss, double accuracy, double seconds) {}

    /**
     * Trains one epoch.
     *
     * @param number 0 for the first
     * @param loaders prepares batches on another thread
     * @throws DivergenceException if the loss is no number any more
     * @throws BadInputException if the data does not fit the network
     */
    public Epoch epoch(int number, Dataset data, InputFormat format, ExecutorService loaders, Progress progress) {
        long start = System.nanoTime();
        int batchSize = Math.min(settings.batchSize(), data.size());
        long perEpoch = data.size() / batchSize;
        long total = perEpoch * settings.epochs();
        double lossSum = 0;
        double hits = 0;
        long seen = 0;
        try (BatchLoader loader =
                BatchLoader.shuffled(data, format, batchSize, settings.seed(), number, true, loaders)) {
            while (loader.hasNext()) {
                progress.checkCancelled();
                double factor = settings.schedule().factor((double) steps / total);
                float[] lossAndHits = step(loader.next(), settings.learningRate() * factor);
                if (!Float.isFinite(lossAndHits[0])) {
                    throw new DivergenceException(("Training diverged: the loss became %s at step %d of %d; "
                                    + "try a smaller learning rate than %s, and check the input scaling")
                            .formatted(lossAndHits[0], steps, total, settings.learningRate()));
                }
                lossSum += lossAndHits[0];
                hits += lossAndHits[1];
                seen += batchSize;
                progress.update(
                        "train",
                        number * perEpoch + seen / batchSize,
                        total,
                        String.format(Locale.ROOT, "loss %.3f", lossSum / (seen / batchSize)));
            }
        }
        return new Epoch(number, lossSum / perEpoch, hits / seen, (System.nanoTime() - start) / 1e9);
    }

    /** One step; gives the loss and the number of right answers before it. */
    private float[] step(Batch batch, double learningRate) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            PtNDArray input = Arrays.batch(scope, batch, graph);
            PtNDArray labels = Arrays.labels(scope, batch);
            input.setName("p[]");
            labels.setName("p[]");
            NDList arguments = new NDList();
            for (String name : program.arguments()) {
                if (name.equals(TrainingProgram.LABELS)) {
                    arguments.add(labels);
                } else {
                    arguments.add(arrays.getOrDefault(name, input));
                }
            }
            NDList results = gradients(arguments);
            results.attach(scope);
            PtNDArray loss = (PtNDArray) results.get(0);
            float[] lossAndHits = {
                loss.getFloat(),
                results.get(1)
                        .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                        .getFloat()
            };
            if (Float.isFinite(lossAndHits[0])) {
                update(learningRate, scope);
            }
            return lossAndHits;
        }
    }

    /** Loss and number of right answers, the gradients of the loss added to those of the parameters. */
    private NDList gradients(NDList arguments) {
        JniUtils.setGradMode(true);
        try {
            NDList results = IValueUtils.forward(module, arguments, true);
            PtNDArray loss = (PtNDArray) results.get(0);
            JniUtils.backward(loss, (PtNDArray) loss.onesLike(), false, false);
            return results;
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private void update(double learningRate, PtNDManager scope) {
        if (stepArguments.isEmpty()) {
            collectStepArguments();
        }
        steps++;
        StepRates rates = StepRates.of(settings.optimizer(), learningRate, steps);
        stepArguments.set(RATE_PLACE, Arrays.array(scope, new float[] {(float) rates.rate()}, 1));
        stepArguments.set(CORRECTION_PLACE, Arrays.array(scope, new float[] {(float) rates.correction()}, 1));
        Network.call(module, "step", stepArguments.toArray(PtNDArray[]::new), scope);
    }

    /** Gradients exist from the first backward pass on, and keep their place in memory. */
    private void collectStepArguments() {
        Map<String, PtNDArray> known = new HashMap<>();
        List<TrainedParameter> parameters = program.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            PtNDArray value = arrays.get(parameters.get(i).name());
            known.put(OptimizerProgram.name("value", i), value);
            PtNDArray gradient = value.getGradient();
            gradient.attach(manager);
            known.put(OptimizerProgram.name("gradient", i), gradient);
            for (int s = 0; s < OptimizerProgram.states(settings.optimizer()); s++) {
                String name = OptimizerProgram.name("state" + s, i);
                float[] start = resumed.get(name);
                PtNDArray state = start == null
                        ? (PtNDArray) manager.zeros(value.getShape())
                        : Arrays.array(manager, start, value.getShape().getShape());
                known.put(name, state);
                optimizerStates.put(name, state);
            }
        }
        step.arguments().forEach(name -> stepArguments.add(known.get(name)));
    }

    /** What the rest of this training depends on. */
    public TrainingState state() {
        Map<String, float[]> values = new LinkedHashMap<>();
        changing(arrays.keySet()).forEach(name -> values.put(name, values(arrays.get(name))));
        optimizerStates.forEach((name, array) -> values.put(name, values(array)));
        return new TrainingState(steps, values);
    }

    /** Names of what steps change, save the optimizer's state. */
    private List<String> changing(Set<String> known) {
        List<String> names = new ArrayList<>();
        program.parameters().forEach(parameter -> names.add(parameter.name()));
        program.buffers().keySet().stream().filter(known::contains).forEach(names::add);
        return names;
    }

    private Tensor resumed(String name, Tensor start) {
        float[] values = resumed.get(name);
        if (values == null || values.length != start.elements()) {
            throw new BadInputException("The checkpoint belongs to another training: '%s' is %s there"
                    .formatted(name, values == null ? "missing" : "of another size"));
        }
        return Tensor.ofFloats(values, start.sizes());
    }

    /** The network with the values trained so far; quantizers are not part of it. */
    public Graph trained() {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        arrays.forEach((name, array) -> {
            if (constants.containsKey(name)) {
                constants.put(
                        name, Tensor.ofFloats(values(array), constants.get(name).sizes()));
            }
        });
        return graph.with(graph.nodes(), constants);
    }

    private static float[] values(NDArray array) {
        try (NDArray detached = array.stopGradient()) {
            return detached.toFloatArray();
        }
    }

    /**
     * What the training arrived at, as integers.
     *
     * @param folded the trained network with batch normalizations folded: real biases, and weights that integers replace
     * @param activations parameters by site
     * @param weights integers by node
     */
    public record Quantized(Graph folded, Map<Site, QParams> activations, Map<String, QuantizedWeights> weights) {}

    /** The deployed parts of a training through quantizers. */
    public Quantized quantized() {
        QuantizedTraining task = quantized.orElseThrow(() -> new IllegalStateException("a float training"));
        Map<String, float[]> values = new HashMap<>();
        arrays.forEach((name, array) -> values.put(name, values(array)));
        Map<Site, QParams> activations = new LinkedHashMap<>();
        task.placement().ownSites().forEach(site -> activations.put(site, program.trainedActivation(site, values)));
        Graph trained = trained();
        Layers layers = new Layers(trained);
        Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
        for (Node node : trained.nodes()) {
            if (!layers.isWeighted(node)) {
                continue;
            }
            Weights real = Weights.of(node, trained.constants().get(node.input(1)));
            Optional<float[]> scales = program.trainedWeightScales(node, real, values);
            if (scales.isPresent()) {
                QuantizedWeights codes = QuantizedWeights.of(
                        real,
                        scales.get(),
                        task.plan().of(node.name()).weights().orElseThrow().format());
                weights.put(
                        node.name(),
                        layers.batchNormAfter(node)
                                .map(norm -> codes.folded(real, BatchNormParameters.of(trained, norm)))
                                .orElse(codes));
            }
        }
        return new Quantized(FoldBatchNorm.of(trained), activations, weights);
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
