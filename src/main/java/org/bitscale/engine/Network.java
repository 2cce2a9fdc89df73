package org.bitscale.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.FoldDequantize;

/**
 * A graph ready to be computed, float or with QuantizeLinear and DequantizeLinear nodes: what a file holds is what is
 * computed. Not thread-safe.
 */
public final class Network implements AutoCloseable {

    private final Graph graph;
    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final List<String> arguments;
    private final Map<String, PtNDArray> constants = new HashMap<>();

    private Network(Graph graph, PtNDManager manager, PtSymbolBlock module, List<String> arguments) {
        this.graph = graph;
        this.manager = manager;
        this.module = module;
        this.arguments = arguments;
    }

    /**
     * Compiles a graph.
     *
     * @throws org.bitscale.BadInputException if an operator is used in a way that cannot be computed
     */
    public static Network of(Graph graph, OperatorTable operators, TorchEngine engine) {
        Graph folded = FoldDequantize.of(graph);
        Facts facts = ShapeInference.of(folded, operators);
        TorchProgram program = new TorchProgram();
        List<String> results = GraphCompiler.write(folded, facts, operators, GraphCompiler.Weaving.NONE, program);
        PtSymbolBlock module = engine.load(List.of(program.method("forward", results)));
        Network network = new Network(folded, engine.newManager(), module, program.arguments());
        for (String argument : program.arguments()) {
            Tensor constant = folded.constants().get(argument);
            if (constant != null) {
                network.constants.put(argument, Arrays.array(network.manager, constant));
            }
        }
        return network;
    }

    /** The graph that is computed. */
    public Graph graph() {
        return graph;
    }

    /**
     * Computes all outputs.
     *
     * @param inputs values by input name; integers are given as floats
     * @return values by output name
     */
    public Map<String, FloatTensor> run(Map<String, FloatTensor> inputs) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            PtNDArray[] list = new PtNDArray[arguments.size()];
            for (int i = 0; i < list.length; i++) {
                String name = arguments.get(i);
                FloatTensor input = inputs.get(name);
                list[i] = input == null
                        ? constants.get(name)
                        : (PtNDArray) scope.create(FloatBuffer.wrap(input.values()), new Shape(input.sizes()));
                if (list[i] == null) {
                    throw new IllegalArgumentException("input '" + name + "' is not given");
                }
            }
            NDList outputs = call(module, "forward", list, scope);
            Map<String, FloatTensor> results = new LinkedHashMap<>();
            List<ValueInfo> declared = graph.outputs();
            for (int i = 0; i < declared.size(); i++) {
                NDArray output = outputs.get(i);
                results.put(
                        declared.get(i).name(),
                        new FloatTensor(output.toFloatArray(), output.getShape().getShape()));
            }
            return results;
        }
    }

    /** Computes the only output from the only input. */
    public FloatTensor run(FloatTensor input) {
        return run(Map.of(graph.onlyInput().name(), input))
                .get(graph.onlyOutput().name());
    }

    /** Calls a method without recording gradients; results belong to {@code scope}. */
    static NDList call(PtSymbolBlock module, String method, PtNDArray[] arguments, PtNDManager scope) {
        List<NDArray> results = new ArrayList<>();
        try (IValue list = IValue.listFrom(arguments);
                IValue result = IValueUtils.runMethod(module, method, list)) {
            for (PtNDArray array : result.toTensorArray(scope)) {
                results.add(array);
            }
        }
        return new NDList(results);
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
