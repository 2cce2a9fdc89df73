package org.bitscale.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bitscale.Progress;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.QParams;

/**
 * Chooses for every weight of a part of a network whether it is rounded up or down, so that the part gives what it gives
 * in float: AdaRound (Nagel et al. 2020) where the part is one layer, BRECQ (Li et al. 2021) where it is a block, with
 * QDrop (Wei et al. 2022) where quantizers are dropped at random. Only unlabelled examples are needed.
 *
 * <p>Minimized is the squared error of the part's result, divided by that of rounding to nearest, plus for each layer the
 * mean of {@code 1 − |2h − 1|^β}, which pulls every rounding to up or down as β falls from 20 to 2. Adam with a learning
 * rate that falls to 0 along a cosine takes the steps. If the result is not better than what it began with, that stays.
 *
 * <p>The same seed, processor type and number of threads give the same result.
 */
public final class Reconstruction {

    private static final double FIRST_EXPONENT = 20;
    private static final double LAST_EXPONENT = 2;
    private static final int MEASURED = 64;

    private final OperatorTable operators;
    private final TorchEngine engine;
    private final ReconstructionSettings settings;

    /** Reconstructs as {@code settings} say. */
    public Reconstruction(OperatorTable operators, TorchEngine engine, ReconstructionSettings settings) {
        this.operators = operators;
        this.engine = engine;
        this.settings = settings;
    }

    /**
     * What is to be reconstructed.
     *
     * @param part a graph with one input and one output, batch normalizations folded
     * @param placement where the whole network's activations are quantized
     * @param activations parameters of the placement's own sites
     * @param weights integers to begin with, by node; layers of the part that are not named stay in float
     */
    public record Task(
            Graph part, Placement placement, Map<Site, QParams> activations, Map<String, QuantizedWeights> weights) {}

    /**
     * What came out.
     *
     * @param weights integers of the part's layers
     * @param activations parameters of the sites whose step sizes were learned
     * @param before mean squared error to begin with
     * @param after mean squared error now
     */
    public record Result(
            Map<String, QuantizedWeights> weights, Map<Site, QParams> activations, double before, double after) {}

    /**
     * Reconstructs one part.
     *
     * @param quantizedInput what the part is fed by the network quantized so far
     * @param floatInput what it is fed by the float network; not looked at where nothing is dropped
     * @param target what it gives in the float network; all three for the same examples
     * @param label what the part is called for {@code progress}
     */
    public Result run(
            Task task,
            Recording quantizedInput,
            Recording floatInput,
            Recording target,
            String label,
            Progress progress) {
        Map<String, SoftRounding> roundings = new LinkedHashMap<>();
        for (Node node : task.part().nodes()) {
            QuantizedWeights start = task.weights().get(node.name());
            if (start != null) {
                Weights real = Weights.of(node, task.part().constant(node, 1).orElseThrow());
                roundings.put(node.name(), new SoftRounding(node.name(), real, start));
            }
        }
        try (Session session = new Session(task, roundings, quantizedInput, floatInput, target)) {
            return session.run(label, progress);
        }
    }

    /** One part on the engine. */
    private final class Session implements AutoCloseable {

        private final Task task;
        private final Map<String, SoftRounding> roundings;
        private final PtNDArray input;
        private final PtNDArray floats;
        private final PtNDArray target;
        private final ReconstructionProgram loss;
        private final ReconstructionProgram error;
        private final TorchProgram batch = new TorchProgram();
        private final TorchProgram step;
        private final TrainingSettings stepping;
        private final PtNDManager manager;
        private final PtSymbolBlock module;
        private final Map<String, PtNDArray> arrays = new LinkedHashMap<>();
        private final Map<String, PtNDArray> states = new HashMap<>();

        Session(
                Task task,
                Map<String, SoftRounding> roundings,
                Recording quantizedInput,
                Recording floatInput,
                Recording target) {
            this.task = task;
            this.roundings = roundings;
            this.input = quantizedInput.values();
            this.floats = floatInput.values();
            this.target = target.values();
            this.loss = program(settings.drop(), true);
            this.error = program(0, false);
            this.stepping = new TrainingSettings(
                    1,
                    2,
                    settings.learningRate(),
                    Optimizer.adam(),
                    Schedule.COSINE,
                    0,
                    BatchNormMode.FOLD,
                    settings.seed());
            this.step = OptimizerProgram.of(loss.parameters(), List.of(), Map.of(), stepping);
            this.manager = engine.newManager();
            this.module = engine.load(List.of(
                    batch.method("batch", batchResults()),
                    loss.method("forward"),
                    error.method("error"),
                    step.method("step", List.of())));
            loss.constants().forEach((name, tensor) -> put(name, Arrays.array(manager, tensor)));
            loss.parameters().forEach(parameter -> {
                put(parameter.name(), Arrays.array(manager, parameter.start()));
                arrays.get(parameter.name()).setRequiresGradient(true);
            });
        }

        private ReconstructionProgram program(double drop, boolean withPull) {
            return new ReconstructionProgram(
                    task.part(),
                    operators,
                    task.placement(),
                    task.activations(),
                    roundings,
                    settings.learnSteps(),
                    drop,
                    withPull);
        }

        /** Inputs and targets of the examples chosen; with dropping, half of the inputs' values are the float network's. */
        private List<String> batchResults() {
            String index = batch.argument("index");
            String chosen = batch.assign("torch.index_select(%s, 0, %s)".formatted(batch.argument("input"), index));
            if (settings.drop() > 0) {
                String real = batch.assign("torch.index_select(%s, 0, %s)".formatted(batch.argument("float"), index));
                String passes = batch.assign("torch.lt(torch.rand_like(%s), %s)".formatted(chosen, settings.drop()));
                chosen = batch.assign("torch.where(%s, %s, %s)".formatted(passes, real, chosen));
            }
            return List.of(
                    chosen,
                    batch.assign("torch.index_select(%s, 0, %s)"
                            .formatted(batch.argument(ReconstructionProgram.TARGET), index)));
        }

        private void put(String name, PtNDArray array) {
            array.setName("p[]");
            arrays.put(name, array);
        }

        Result run(String label, Progress progress) {
            JniUtils.setSeed(settings.seed());
            Map<String, float[]> first = values();
            Map<String, float[]> nearest = new LinkedHashMap<>();
            roundings.forEach((node, rounding) -> nearest.put(
                    rounding.variable(), rounding.at(task.weights().get(node).codes())));
            double before = errorAt(nearest);
            set(first);
            SplittableRandom random = new SplittableRandom(settings.seed());
            for (int i = 0; i < settings.iterations(); i++) {
                progress.checkCancelled();
                iterate(i, random, Math.max(before, Double.MIN_NORMAL));
                progress.update("reconstruct", i + 1, settings.iterations(), label);
            }
            Map<String, float[]> found = values();
            Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
            roundings.forEach((node, rounding) -> weights.put(node, rounding.rounded(found.get(rounding.variable()))));
            Map<String, float[]> sure = new LinkedHashMap<>(found);
            roundings.forEach((node, rounding) ->
                    sure.put(rounding.variable(), rounding.at(weights.get(node).codes())));
            double after = errorAt(sure);
            if (!(after < before)) {
                return new Result(Map.of(), Map.of(), before, before);
            }
            Map<Site, QParams> activations = new LinkedHashMap<>();
            loss.learned()
                    .forEach(site -> activations.put(
                            site,
                            ReconstructionProgram.learned(
                                    task.activations().get(site), found.get(ReconstructionProgram.stepName(site))[0])));
            return new Result(weights, activations, before, after);
        }

        private void iterate(int i, SplittableRandom random, double unit) {
            double done = (double) i / settings.iterations();
            double annealed = Math.max(0, (done - settings.warmUp()) / (1 - settings.warmUp()));
            double exponent =
                    LAST_EXPONENT + (FIRST_EXPONENT - LAST_EXPONENT) * 0.5 * (1 + Math.cos(Math.PI * annealed));
            try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
                Map<String, PtNDArray> fed = chosen(random, scope);
                fed.put(ReconstructionProgram.UNIT, number(scope, unit));
                fed.put(ReconstructionProgram.EXPONENT, number(scope, exponent));
                fed.put(
                        ReconstructionProgram.PULL,
                        number(scope, done < settings.warmUp() ? 0 : settings.regularization()));
                NDList arguments = new NDList();
                for (String name : loss.arguments()) {
                    PtNDArray array = fed.getOrDefault(name, arrays.get(name));
                    array.setName("p[]");
                    arguments.add(array);
                }
                backward(arguments, scope);
                update(i + 1, settings.learningRate() * stepping.schedule().factor(done), scope);
            }
        }

        private Map<String, PtNDArray> chosen(SplittableRandom random, PtNDManager scope) {
            int examples = Math.toIntExact(input.getShape().get(0));
            long[] index = new long[Math.min(settings.batchSize(), examples)];
            for (int k = 0; k < index.length; k++) {
                index[k] = random.nextInt(examples);
            }
            Map<String, PtNDArray> known = Map.of(
                    "index",
                    (PtNDArray) scope.create(index, new Shape(index.length)),
                    "input",
                    input,
                    "float",
                    floats,
                    ReconstructionProgram.TARGET,
                    target);
            PtNDArray[] arguments = batch.arguments().stream().map(known::get).toArray(PtNDArray[]::new);
            NDList results = Network.call(module, "batch", arguments, scope);
            Map<String, PtNDArray> fed = new HashMap<>();
            // A copy: what is made without recording gradients cannot be saved for them.
            fed.put(task.part().onlyInput().name(), (PtNDArray) results.get(0).duplicate());
            fed.put(ReconstructionProgram.TARGET, (PtNDArray) results.get(1));
            return fed;
        }

        private void backward(NDList arguments, PtNDManager scope) {
            JniUtils.setGradMode(true);
            try {
                NDList results = IValueUtils.forward(module, arguments, true);
                results.attach(scope);
                PtNDArray value = (PtNDArray) results.get(0);
                try (PtNDArray one = (PtNDArray) value.onesLike()) {
                    JniUtils.backward(value, one, false, false);
                }
            } finally {
                JniUtils.setGradMode(false);
            }
        }

        private void update(int number, double rate, PtNDManager scope) {
            Map<String, PtNDArray> known = new HashMap<>();
            StepRates.of(stepping, rate, number, (double) number / settings.iterations())
                    .byName()
                    .forEach((name, value) -> known.put(name, number(scope, value)));
            List<TrainedParameter> parameters = loss.parameters();
            for (int i = 0; i < parameters.size(); i++) {
                PtNDArray value = arrays.get(parameters.get(i).name());
                known.put(OptimizerProgram.valueName(parameters.get(i).name()), value);
                PtNDArray gradient = value.getGradient();
                gradient.attach(scope);
                known.put(OptimizerProgram.name("gradient", i), gradient);
                for (int s = 0; s < OptimizerProgram.states(stepping.optimizer()); s++) {
                    String name = OptimizerProgram.name("state" + s, i);
                    known.put(name, states.computeIfAbsent(name, key -> (PtNDArray) manager.zeros(value.getShape())));
                }
            }
            PtNDArray[] arguments = step.arguments().stream().map(known::get).toArray(PtNDArray[]::new);
            Network.call(module, "step", arguments, scope);
        }

        private static PtNDArray number(PtNDManager scope, double value) {
            return Arrays.array(scope, new float[] {(float) value}, 1);
        }

        private Map<String, float[]> values() {
            Map<String, float[]> values = new LinkedHashMap<>();
            loss.parameters().forEach(parameter -> {
                try (NDArray detached = arrays.get(parameter.name()).stopGradient()) {
                    values.put(parameter.name(), detached.toFloatArray());
                }
            });
            return values;
        }

        private void set(Map<String, float[]> values) {
            values.forEach((name, each) -> {
                try (NDArray detached = arrays.get(name).stopGradient()) {
                    detached.set(java.nio.FloatBuffer.wrap(each));
                }
            });
        }

        /** Mean squared error over all examples at given values, nothing dropped. */
        private double errorAt(Map<String, float[]> values) {
            set(values);
            long examples = input.getShape().get(0);
            double sum = 0;
            for (long from = 0; from < examples; from += MEASURED) {
                long to = Math.min(examples, from + MEASURED);
                try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
                    PtNDArray x = rows(input, from, to, scope);
                    PtNDArray y = rows(target, from, to, scope);
                    String name = task.part().onlyInput().name();
                    PtNDArray[] arguments = error.arguments().stream()
                            .map(argument -> argument.equals(name)
                                    ? x
                                    : argument.equals(ReconstructionProgram.TARGET) ? y : arrays.get(argument))
                            .toArray(PtNDArray[]::new);
                    NDArray mean =
                            Network.call(module, "error", arguments, scope).get(0);
                    sum += (to - from) * (double) mean.toFloatArray()[0];
                }
            }
            return sum / examples;
        }

        private static PtNDArray rows(PtNDArray array, long from, long to, PtNDManager scope) {
            NDArray rows = array.get(new ai.djl.ndarray.index.NDIndex("%d:%d".formatted(from, to)));
            rows.attach(scope);
            return (PtNDArray) rows;
        }

        @Override
        public void close() {
            module.close();
            manager.close();
        }
    }
}
