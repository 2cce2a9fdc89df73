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
import org.bitscale.graph.quantize.WeightGroups;
import org.bitscale.quant.BinaryFormat;
import org.bitscale.quant.LevelFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.TensorQuantSpec;

/**
 * One training of a classifier, in float or through quantizers. The loop is: batch, loss and gradients, step; three
 * native calls. With accumulation a step comes after several batches, and what is left of an epoch's batches then is left
 * out, as examples are that fill no batch.
 *
 * <p>Not thread-safe; on the CPU the same seed, processor type and number of threads give the same bits.
 */
public final class Training implements AutoCloseable {

    /** A channel under such a scale is nothing but zeros; biases cannot be rounded to it. */
    private static final float VANISHING_SCALE = 1e-11f;

    private final Graph graph;
    private final TrainingSettings settings;
    private final Optional<QuantizedTraining> quantized;
    private final TrainingProgram program;
    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final TorchProgram step;
    private final TorchProgram codes = new TorchProgram();
    private final Map<String, PtNDArray> arrays = new LinkedHashMap<>();
    private final List<PtNDArray> stepArguments = new ArrayList<>();
    private final Map<String, Integer> ratePlaces = new LinkedHashMap<>();
    private final Map<String, PtNDArray> optimizerStates = new LinkedHashMap<>();
    private final Map<String, PtNDArray> averages = new LinkedHashMap<>();
    private final Map<String, PtNDArray> statistics = new LinkedHashMap<>();
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
        this(graph, operators, settings, quantized, Optional.empty(), Optional.empty(), engine);
    }

    /**
     * Compiles the training form and goes on where a training of the same network and recipe was.
     *
     * @param teacher the network up to its logits that a recipe with distillation learns from; not used by others
     * @param state as {@link #state()} gave it; empty to begin
     * @throws BadInputException if it is the state of another training, or the teacher is missing or does not fit
     */
    public Training(
            Graph graph,
            OperatorTable operators,
            TrainingSettings settings,
            Optional<QuantizedTraining> quantized,
            Optional<Graph> teacher,
            Optional<TrainingState> state,
            TorchEngine engine) {
        this.graph = graph;
        this.resumed = state.map(TrainingState::arrays).orElse(Map.of());
        this.steps = state.map(TrainingState::steps).orElse(0L);
        this.settings = settings;
        this.quantized = quantized;
        Optional<Graph> taught = settings.refinements().distillation().map(distillation -> teacherOf(teacher, graph));
        this.program = new TrainingProgram(graph, operators, settings, quantized, taught);
        this.step = OptimizerProgram.of(program.parameters(), averagedBuffers(), program.gradientChanges(), settings);
        this.manager = engine.newManager();
        List<String> methods = new ArrayList<>(List.of(program.method(), step.method("step", List.of())));
        if (!program.quantizedLayers().isEmpty()) {
            methods.add(codes.method("codes", program.codes(codes)));
        }
        this.module = engine.load(methods);
        Map<String, Tensor> known = new HashMap<>(graph.constants());
        taught.ifPresent(other -> known.putAll(other.constants()));
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
        if (settings.refinements().averaging().isPresent()) {
            changing(arrays.keySet()).forEach(name -> averages.put(name, average(name)));
        }
        program.parameters().forEach(parameter -> arrays.get(parameter.name()).setRequiresGradient(true));
    }

    private static Graph teacherOf(Optional<Graph> teacher, Graph student) {
        return TeacherGraph.of(
                teacher.orElseThrow(() -> new BadInputException(
                        "Distillation needs a teacher, but there is none; name a network of the same task")),
                student);
    }

    /** Running statistics and observed ranges that the program reads. */
    private List<String> averagedBuffers() {
        return program.buffers().keySet().stream()
                .filter(program.arguments()::contains)
                .toList();
    }

    /** Where an average starts: at the value itself, or where it was. */
    private PtNDArray average(String name) {
        float[] start = resumed.get(OptimizerProgram.averageName(name));
        PtNDArray array = arrays.get(name);
        return start == null
                ? Arrays.array(manager, array.toFloatArray(), array.getShape().getShape())
                : Arrays.array(manager, start, array.getShape().getShape());
    }

    /**
     * What one pass over the training data gave.
     *
     * @param number 0 for the first
     * @param loss mean over the batches of what was trained on, each before its step, nats: the cross-entropy, and what
     *     the recipe makes of it
     * @param accuracy share of right answers there
     * @param seconds time it took
     * @param waiting share of that time in which the engine waited for data, from 0 to 1; where it is large, preparing the
     *     data is the bottleneck, and not the network
     * @param validation what the deployed form gave on the validation split, where the recipe looks
     */
    public record Epoch(
            int number, double loss, double accuracy, double seconds, double waiting, Optional<Validation> validation) {

        /** An epoch that did not wait and is not validated. */
        public Epoch(int number, double loss, double accuracy, double seconds) {
            this(number, loss, accuracy, seconds, 0, Optional.empty());
        }

        /** This epoch with what it gave on the validation split. */
        public Epoch with(Validation found) {
            return new Epoch(number, loss, accuracy, seconds, waiting, Optional.of(found));
        }
    }

    /**
     * A network on the validation split.
     *
     * @param loss mean cross-entropy, nats
     * @param accuracy share of right answers
     */
    public record Validation(double loss, double accuracy) {}

    /**
     * Trains one epoch.
     *
     * @param number 0 for the first
     * @param loaders prepares batches on another thread
     * @throws DivergenceException if the loss is no number any more
     * @throws BadInputException if the data does not fit the network or the augmentation
     */
    public Epoch epoch(int number, Dataset data, InputFormat format, ExecutorService loaders, Progress progress) {
        long start = System.nanoTime();
        int batchSize = Math.min(settings.batchSize(), data.size());
        int batches = data.size() / batchSize;
        int accumulated = Math.min(batches, settings.refinements().accumulation());
        long perEpoch = batches / accumulated;
        long total = perEpoch * settings.epochs();
        double lossSum = 0;
        double hits = 0;
        int seen = 0;
        long waited;
        try (BatchLoader loader = BatchLoader.shuffled(
                data,
                format,
                batchSize,
                settings.seed(),
                number,
                true,
                settings.refinements().augmentation(),
                loaders)) {
            while (seen < perEpoch * accumulated) {
                progress.checkCancelled();
                float[] lossAndHits = batch(loader.next(), accumulated);
                requireFinite(lossAndHits[0], total);
                seen++;
                if (seen % accumulated == 0) {
                    update(settings.rate(steps, perEpoch, total), (steps + 1.0) / total);
                }
                lossSum += lossAndHits[0];
                hits += lossAndHits[1];
                progress.update(
                        "train",
                        number * perEpoch * accumulated + seen,
                        total * accumulated,
                        String.format(Locale.ROOT, "loss %.3f", lossSum / seen));
            }
            waited = loader.waitedNanos();
        }
        double nanos = System.nanoTime() - start;
        return new Epoch(
                number,
                lossSum / seen,
                hits / ((double) seen * batchSize),
                nanos / 1e9,
                Math.min(1, waited / nanos),
                Optional.empty());
    }

    /**
     * One step on one batch at the recipe's first learning rate, outside of any epoch: to measure what it takes.
     *
     * @return the loss before the step
     * @throws DivergenceException if the loss is no number any more
     */
    public double step(Batch batch) {
        float loss = batch(batch, 1)[0];
        requireFinite(loss, steps + 1);
        update(settings.learningRate(), 1);
        return loss;
    }

    private void requireFinite(float loss, long total) {
        if (!Float.isFinite(loss)) {
            throw new DivergenceException(("Training diverged: the loss became %s at step %d of %d; "
                            + "try a smaller learning rate than %s, and check the input scaling")
                    .formatted(loss, steps, total, settings.learningRate()));
        }
    }

    /** Adds a batch's gradients to those there are; gives its loss and the number of right answers. */
    private float[] batch(Batch batch, int accumulated) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            Map<String, PtNDArray> fed = fed(scope, batch);
            fed.values().forEach(array -> array.setName("p[]"));
            NDList arguments = new NDList();
            for (String name : program.arguments()) {
                PtNDArray given = fed.get(name);
                arguments.add(given == null ? arrays.get(name) : given);
            }
            NDList results = gradients(arguments, accumulated);
            results.attach(scope);
            return new float[] {
                ((PtNDArray) results.get(0)).getFloat(),
                results.get(1)
                        .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                        .getFloat()
            };
        }
    }

    /** Examples and labels by argument; what is not mixed is mixed with itself. */
    private Map<String, PtNDArray> fed(PtNDManager scope, Batch batch) {
        Map<String, PtNDArray> fed = new HashMap<>();
        fed.put(graph.onlyInput().name(), Arrays.batch(scope, batch, graph));
        fed.put(LossProgram.LABELS, Arrays.labels(scope, batch.labels()));
        if (program.arguments().contains(LossProgram.OTHER_LABELS)) {
            int[] others = batch.mixed().map(mixed -> mixed.labels()).orElse(batch.labels());
            double share = batch.mixed().map(mixed -> mixed.share()).orElse(1.0);
            fed.put(LossProgram.OTHER_LABELS, Arrays.labels(scope, others));
            fed.put(LossProgram.SHARE, Arrays.array(scope, new float[] {(float) share}, 1));
        }
        return fed;
    }

    /** Loss and number of right answers, the gradients of the loss, a mean over what is accumulated, added. */
    private NDList gradients(NDList arguments, int accumulated) {
        JniUtils.setGradMode(true);
        try {
            NDList results = IValueUtils.forward(module, arguments, true);
            PtNDArray loss = (PtNDArray) results.get(0);
            try (PtNDArray share = (PtNDArray) loss.onesLike()) {
                if (accumulated > 1) {
                    share.divi(accumulated);
                }
                JniUtils.backward(loss, share, false, false);
            }
            return results;
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private void update(double learningRate, double share) {
        if (stepArguments.isEmpty()) {
            collectStepArguments();
        }
        steps++;
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            Map<String, Double> rates =
                    StepRates.of(settings, learningRate, steps, share).byName();
            ratePlaces.forEach((name, place) -> stepArguments.set(
                    place, Arrays.array(scope, new float[] {rates.get(name).floatValue()}, 1)));
            Network.call(module, "step", stepArguments.toArray(PtNDArray[]::new), scope);
        }
    }

    /** Gradients exist from the first backward pass on, and keep their place in memory. */
    private void collectStepArguments() {
        Map<String, PtNDArray> known = new HashMap<>();
        List<TrainedParameter> parameters = program.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            PtNDArray value = arrays.get(parameters.get(i).name());
            known.put(OptimizerProgram.valueName(parameters.get(i).name()), value);
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
        averages.forEach((name, average) -> {
            known.put(OptimizerProgram.valueName(name), arrays.get(name));
            known.put(OptimizerProgram.averageName(name), average);
        });
        List<String> names = step.arguments();
        names.forEach(name -> stepArguments.add(known.get(name)));
        StepRates.NAMES.stream().filter(names::contains).forEach(name -> ratePlaces.put(name, names.indexOf(name)));
    }

    /**
     * Estimates the running statistics of batch normalizations anew, as the means over some batches of examples as they
     * are, quantizers on and weights as they are harvested; does nothing if the recipe does not ask for it. What is
     * harvested then holds them; the training itself goes on as if this had not been.
     */
    public void estimateStatistics(Dataset data, InputFormat format, ExecutorService loaders, Progress progress) {
        int wanted = settings.refinements().quantizers().normBatches();
        if (wanted == 0) {
            return;
        }
        statistics.clear();
        int batchSize = Math.min(settings.batchSize(), data.size());
        int batches = Math.min(wanted, data.size() / batchSize);
        Map<String, double[]> sums = new LinkedHashMap<>();
        program.buffers().forEach((name, tensor) -> {
            if (graph.constants().containsKey(name)) {
                sums.put(name, new double[tensor.elements()]);
            }
        });
        try (BatchLoader loader =
                BatchLoader.shuffled(data, format, batchSize, settings.seed(), settings.epochs(), true, loaders)) {
            for (int i = 0; i < batches; i++) {
                progress.checkCancelled();
                addStatistics(loader.next(), sums);
                progress.update("statistics", i + 1, batches, "");
            }
        }
        sums.forEach((name, sum) -> {
            float[] mean = new float[sum.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (float) (sum[i] / batches);
            }
            statistics.put(name, Arrays.array(manager, mean, mean.length));
        });
    }

    /** One batch, which moves running statistics of 0 by the program's share of its own. */
    private void addStatistics(Batch batch, Map<String, double[]> sums) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            Map<String, PtNDArray> given = new HashMap<>(harvested());
            program.buffers().keySet().stream().filter(given::containsKey).forEach(name -> {
                float[] start = sums.containsKey(name) ? new float[sums.get(name).length] : values(given.get(name));
                given.put(name, Arrays.array(scope, start, start.length));
            });
            given.putAll(fed(scope, batch));
            Network.call(
                    module,
                    "forward",
                    program.arguments().stream().map(given::get).toArray(PtNDArray[]::new),
                    scope);
            sums.forEach((name, sum) -> {
                float[] moved = given.get(name).toFloatArray();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += moved[i] / TrainingProgram.STATISTICS_MOMENTUM;
                }
            });
        }
    }

    /**
     * Where this training begins if it goes on from one of the same network and recipe with other bits: weights,
     * statistics and what belongs to quantizers that are the same there, with their averages and the optimizer's state;
     * other quantizers begin anew.
     */
    public TrainingState continuing(Training before) {
        TrainingState left = before.state();
        Map<String, float[]> values = new LinkedHashMap<>(state().arrays());
        Map<String, Tensor> starts = starts();
        Map<String, Tensor> earlier = before.starts();
        List<String> places =
                program.parameters().stream().map(TrainedParameter::name).toList();
        List<String> earlierPlaces =
                before.program.parameters().stream().map(TrainedParameter::name).toList();
        starts.forEach((name, start) -> {
            if (left.arrays().containsKey(name) && start.equals(earlier.get(name))) {
                values.put(name, left.arrays().get(name));
                copy(left, OptimizerProgram.averageName(name), values, OptimizerProgram.averageName(name));
                for (int s = 0; s < OptimizerProgram.states(settings.optimizer()) && places.contains(name); s++) {
                    copy(
                            left,
                            OptimizerProgram.name("state" + s, earlierPlaces.indexOf(name)),
                            values,
                            OptimizerProgram.name("state" + s, places.indexOf(name)));
                }
            }
        });
        return new TrainingState(left.steps(), values);
    }

    private static void copy(TrainingState from, String name, Map<String, float[]> to, String as) {
        if (from.arrays().containsKey(name)) {
            to.put(as, from.arrays().get(name));
        }
    }

    /** First values of what changes. */
    private Map<String, Tensor> starts() {
        Map<String, Tensor> starts = new LinkedHashMap<>(program.buffers());
        program.parameters().forEach(parameter -> starts.put(parameter.name(), parameter.start()));
        return starts;
    }

    /** What the rest of this training depends on. */
    public TrainingState state() {
        Map<String, float[]> values = new LinkedHashMap<>();
        changing(arrays.keySet()).forEach(name -> values.put(name, values(arrays.get(name))));
        optimizerStates.forEach((name, array) -> values.put(name, values(array)));
        averages.forEach((name, array) -> values.put(OptimizerProgram.averageName(name), values(array)));
        if (stepArguments.isEmpty()) {
            resumed.forEach(values::putIfAbsent); // the optimizer's state, before its first step here
        }
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

    /** The network with the values trained so far, averaged if the recipe says so; quantizers are not part of it. */
    public Graph trained() {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        harvested().forEach((name, array) -> {
            if (constants.containsKey(name)) {
                constants.put(
                        name, Tensor.ofFloats(values(array), constants.get(name).sizes()));
            }
        });
        return graph.with(graph.nodes(), constants);
    }

    /** What comes out: the arrays, or their averages or new estimates where there are some. */
    private Map<String, PtNDArray> harvested() {
        Map<String, PtNDArray> harvested = new LinkedHashMap<>(arrays);
        harvested.putAll(averages);
        harvested.putAll(statistics);
        return harvested;
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
        harvested().forEach((name, array) -> values.put(name, values(array)));
        Map<Site, QParams> activations = new LinkedHashMap<>();
        task.placement().ownSites().forEach(site -> activations.put(site, program.trainedActivation(site, values)));
        Graph trained = trained();
        return new Quantized(FoldBatchNorm.of(trained), activations, quantizedWeights(task, trained));
    }

    /** The codes that the last step would have computed with, batch normalizations folded into their scales. */
    private Map<String, QuantizedWeights> quantizedWeights(QuantizedTraining task, Graph trained) {
        Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
        List<String> names = program.quantizedLayers();
        if (names.isEmpty()) {
            return weights;
        }
        Map<String, PtNDArray> harvested = harvested();
        Layers layers = new Layers(trained);
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            NDList found = Network.call(
                    module,
                    "codes",
                    codes.arguments().stream().map(harvested::get).toArray(PtNDArray[]::new),
                    scope);
            for (Node node : trained.nodes()) {
                int place = names.indexOf(node.name());
                if (place >= 0) {
                    Weights real = Weights.of(node, trained.constants().get(node.input(1)));
                    QuantizedWeights integers = codes(
                            real,
                            found.get(2 * place).toFloatArray(),
                            found.get(2 * place + 1).toFloatArray(),
                            task.plan().of(node.name()).weights().orElseThrow());
                    weights.put(
                            node.name(),
                            layers.batchNormAfter(node)
                                    .map(norm -> integers.folded(real, BatchNormParameters.of(trained, norm)))
                                    .orElse(integers));
                }
            }
        }
        return weights;
    }

    /** Levels and scales of the training as codes; under a scale next to nothing they are 0, and the scale 1. */
    private static QuantizedWeights codes(Weights real, float[] values, float[] found, TensorQuantSpec spec) {
        if (!(spec.format() instanceof LevelFormat format)) {
            return shared(values, spec);
        }
        WeightGroups groups = new WeightGroups(real, spec.scales());
        boolean each = found.length == values.length && groups.count() != found.length;
        float[] scales = new float[groups.count()];
        int[] codes = new int[values.length];
        for (int i = 0; i < codes.length; i++) {
            int group = groups.of(i);
            float scale = found[each ? i : found.length == 1 ? 0 : group];
            boolean vanishes = !(scale > VANISHING_SCALE);
            scales[group] = vanishes && !(format instanceof BinaryFormat) ? 1 : scale;
            codes[i] = format.code(vanishes ? format.nearest(0) : values[i]);
        }
        return new QuantizedWeights(codes, QuantizedWeights.levels(format), scales, format, spec.scales());
    }

    /** Values that weights share, as a table of those that occur. */
    private static QuantizedWeights shared(float[] values, TensorQuantSpec spec) {
        float[] table = values.clone();
        java.util.Arrays.sort(table);
        int different = 0;
        for (int i = 0; i < table.length; i++) {
            if (i == 0 || table[i] != table[different - 1]) {
                table[different++] = table[i];
            }
        }
        table = java.util.Arrays.copyOf(table, different);
        int[] codes = new int[values.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = java.util.Arrays.binarySearch(table, values[i]);
        }
        return new QuantizedWeights(codes, table, new float[] {1}, spec.format(), spec.scales());
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
