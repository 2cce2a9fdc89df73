package org.bitscale.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bitscale.data.Batch;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.Layers;

/**
 * How the loss of a float classifier bends where its weights are: what a small change of a layer's weights costs, to the
 * second order. Batch after batch is added; the memory does not grow with the data. Not thread-safe.
 */
public final class Curvature implements AutoCloseable {

    /**
     * Length of the step to the gradients on both sides whose difference gives a Hessian's product with a direction,
     * relative to the typical weight: small enough that the loss is nearly a parabola over it, large enough that float32
     * gradients differ. All weights move by the same length: else the layers that move more would drown the others in what
     * they add to their gradients.
     */
    private static final double STEP = 1e-3;

    private final Graph graph;
    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final List<String> arguments;
    /** Weights by node name, and everything else that is constant by its own name. */
    private final Map<String, PtNDArray> weights = new LinkedHashMap<>();

    private final Map<String, PtNDArray> constants = new LinkedHashMap<>();
    private final Map<String, String> nodeOf = new LinkedHashMap<>();
    private final SplittableRandom random;

    private final Map<String, PtNDArray> squares = new LinkedHashMap<>();
    private long examples;
    private final Map<String, Double> traces = new LinkedHashMap<>();
    private long probes;

    /**
     * Compiles the loss of a network.
     *
     * @param graph a float network up to its logits, batch normalizations folded
     * @param seed of the directions in which the Hessian is probed
     */
    public Curvature(Graph graph, OperatorTable operators, TorchEngine engine, long seed) {
        this.graph = graph;
        this.random = new SplittableRandom(seed);
        Facts facts = ShapeInference.of(graph, operators);
        TorchProgram program = new TorchProgram();
        String logits = GraphCompiler.write(graph, facts, operators, GraphCompiler.Weaving.NONE, program)
                .get(0);
        String flat = program.assign("torch.flatten(" + logits + ", 1, -1)");
        LossProgram loss = LossProgram.of(program, flat, java.util.Optional.empty(), Refinements.NONE);
        this.arguments = program.arguments();
        this.manager = engine.newManager();
        this.module = engine.load(List.of(program.method("forward", List.of(loss.loss()))));
        Layers layers = new Layers(graph);
        for (Node node : graph.nodes()) {
            if (layers.isWeighted(node)) {
                nodeOf.putIfAbsent(node.input(1), node.name());
            }
        }
        for (String name : arguments) {
            Tensor constant = graph.constants().get(name);
            if (constant == null) {
                continue;
            }
            PtNDArray array = Arrays.array(manager, constant);
            array.setName("p[]");
            if (nodeOf.containsKey(name)) {
                array.setRequiresGradient(true);
                weights.put(nodeOf.get(name), array);
            }
            constants.put(name, array);
        }
    }

    /**
     * Adds the squared gradient of each example: the diagonal of the empirical Fisher information (S. Amari, 1998; J.
     * Martens, 2020), which for a network that fits its data is close to that of the Hessian. One pass forward and one
     * back for each example.
     *
     * @param batch examples that were not trained on, where there are any
     */
    public void addFisher(Batch batch) {
        int row = batch.values().length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
            float[] values = java.util.Arrays.copyOfRange(batch.values(), i * row, (i + 1) * row);
            Batch one = new Batch(values, new int[] {batch.labels()[i]}, 1, new int[1]);
            gradients(one).forEach((node, gradient) -> {
                PtNDArray sum = squares.computeIfAbsent(node, key -> (PtNDArray) manager.zeros(gradient.getShape()));
                try (NDArray squared = gradient.mul(gradient)) {
                    sum.addi(squared);
                }
                gradient.close();
            });
            examples++;
        }
    }

    /**
     * Adds one estimate of the trace of each layer's block of the Hessian (M. F. Hutchinson, 1990; Z. Dong et al., HAWQ-V2,
     * 2020): {@code vᵀHv} for a direction {@code v} of signs drawn at random. The product {@code Hv} is the difference of
     * the gradients on both sides along {@code v}; what other layers add to it has mean 0. Two passes forward and back.
     */
    public void addHutchinson(Batch batch) {
        Map<String, PtNDArray> directions = new LinkedHashMap<>();
        double logarithms = 0;
        for (Map.Entry<String, PtNDArray> layer : weights.entrySet()) {
            directions.put(layer.getKey(), signs(layer.getValue().getShape()));
            logarithms += Math.log(Math.max(rootMeanSquare(layer.getValue()), Float.MIN_NORMAL));
        }
        double length = STEP * Math.exp(logarithms / weights.size());
        move(directions, length);
        Map<String, PtNDArray> ahead = gradients(batch);
        move(directions, -2 * length);
        Map<String, PtNDArray> behind = gradients(batch);
        move(directions, length);
        directions.forEach((node, direction) -> {
            try (NDArray difference = ahead.get(node).sub(behind.get(node));
                    NDArray product = difference.mul(direction);
                    NDArray sum = product.sum()) {
                traces.merge(node, sum.getFloat() / (2 * length), Double::sum);
            }
        });
        probes++;
        directions.values().forEach(NDArray::close);
        ahead.values().forEach(NDArray::close);
        behind.values().forEach(NDArray::close);
    }

    private void move(Map<String, PtNDArray> directions, double length) {
        weights.forEach((node, array) -> {
            try (NDArray step = directions.get(node).mul(length);
                    NDArray values = array.stopGradient()) {
                values.addi(step);
            }
        });
    }

    private PtNDArray signs(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? 1 : -1;
        }
        return (PtNDArray) manager.create(FloatBuffer.wrap(values), shape);
    }

    private static double rootMeanSquare(PtNDArray array) {
        try (NDArray values = array.stopGradient();
                NDArray squared = values.mul(values);
                NDArray mean = squared.mean()) {
            return Math.sqrt(mean.getFloat());
        }
    }

    /** The gradients of the mean loss of a batch, by node; the caller closes them. */
    private Map<String, PtNDArray> gradients(Batch batch) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            PtNDArray input = Arrays.batch(scope, batch, graph);
            PtNDArray labels = Arrays.labels(scope, batch.labels());
            input.setName("p[]");
            labels.setName("p[]");
            NDList list = new NDList();
            for (String name : arguments) {
                list.add(
                        name.equals(graph.onlyInput().name())
                                ? input
                                : name.equals(LossProgram.LABELS) ? labels : constants.get(name));
            }
            JniUtils.setGradMode(true);
            try {
                NDList results = IValueUtils.forward(module, list, true);
                results.attach(scope);
                PtNDArray loss = (PtNDArray) results.get(0);
                try (PtNDArray one = (PtNDArray) loss.onesLike()) {
                    JniUtils.backward(loss, one, false, false);
                }
            } finally {
                JniUtils.setGradMode(false);
            }
            Map<String, PtNDArray> found = new LinkedHashMap<>();
            weights.forEach((node, array) -> {
                PtNDArray gradient = array.getGradient();
                found.put(node, (PtNDArray) gradient.duplicate());
                gradient.subi(gradient); // the next backward pass adds
                gradient.close();
            });
            return found;
        }
    }

    /**
     * The diagonal of the empirical Fisher information by node, in the order of its weights: mean squared gradient of an
     * example, squared nats per squared weight.
     *
     * @throws IllegalStateException if no example was added
     */
    public Map<String, float[]> fisher() {
        if (examples == 0) {
            throw new IllegalStateException("no example was added");
        }
        Map<String, float[]> diagonal = new LinkedHashMap<>();
        squares.forEach((node, sum) -> {
            float[] values = sum.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] /= examples;
            }
            diagonal.put(node, values);
        });
        return diagonal;
    }

    /**
     * The trace of the block of the Hessian by node, nats per squared weight. May be negative: a trained network is no
     * minimum of the loss on data it was not trained on, and the estimate has noise.
     *
     * @throws IllegalStateException if nothing was probed
     */
    public Map<String, Double> traces() {
        if (probes == 0) {
            throw new IllegalStateException("nothing was probed");
        }
        Map<String, Double> mean = new LinkedHashMap<>();
        traces.forEach((node, sum) -> mean.put(node, sum / probes));
        return mean;
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
