package org.bitscale.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.FoldDequantize;

/** One pass of data through a graph in which chosen tensors are looked at where they are computed. */
final class TensorPass {

    private final Graph graph;
    private final OperatorTable operators;
    private final TorchEngine engine;

    TensorPass(Graph graph, OperatorTable operators, TorchEngine engine) {
        this.graph = FoldDequantize.of(graph);
        this.operators = operators;
        this.engine = engine;
    }

    /** What is computed of a tensor. */
    interface Reader {

        /** Writes lines that read {@code variable}; gives the variables of what is wanted, for every tensor as many. */
        List<String> read(String tensor, String variable, TorchProgram text);
    }

    /** Takes what was computed. */
    interface Receiver {

        /** Of one tensor in one batch; the arrays are closed afterwards. */
        void receive(String tensor, Batch batch, List<NDArray> results);
    }

    /** The shapes of the graph. */
    Facts facts() {
        return ShapeInference.of(graph, operators);
    }

    /**
     * Runs all batches of {@code loader}.
     *
     * @param phase what this is called for {@code progress}
     * @return number of examples
     */
    int run(
            Set<String> tensors,
            Reader reader,
            Receiver receiver,
            BatchLoader loader,
            int examples,
            String phase,
            Progress progress) {
        Set<String> wanted = new LinkedHashSet<>(tensors);
        TorchProgram program = new TorchProgram();
        Map<String, List<String>> results = new LinkedHashMap<>();
        GraphCompiler.write(
                graph,
                facts(),
                operators,
                new GraphCompiler.Weaving() {
                    @Override
                    public void computed(String tensor, String variable, TorchProgram text) {
                        if (wanted.contains(tensor)) {
                            results.put(tensor, reader.read(tensor, variable, text));
                        }
                    }
                },
                program);
        List<String> variables = new ArrayList<>();
        results.values().forEach(variables::addAll);
        String input = graph.onlyInput().name();
        int done = 0;
        try (PtNDManager manager = engine.newManager();
                PtSymbolBlock module = engine.load(List.of(program.method("forward", variables)))) {
            Map<String, PtNDArray> constants = new LinkedHashMap<>();
            program.arguments().stream()
                    .filter(name -> !name.equals(input))
                    .forEach(name -> constants.put(
                            name, Arrays.array(manager, graph.constants().get(name))));
            while (loader.hasNext()) {
                progress.checkCancelled();
                Batch batch = loader.next();
                try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
                    PtNDArray x = Arrays.batch(scope, batch, graph);
                    PtNDArray[] arguments = program.arguments().stream()
                            .map(name -> name.equals(input) ? x : constants.get(name))
                            .toArray(PtNDArray[]::new);
                    NDList values = Network.call(module, "forward", arguments, scope);
                    int at = 0;
                    for (Map.Entry<String, List<String>> each : results.entrySet()) {
                        int end = at + each.getValue().size();
                        receiver.receive(each.getKey(), batch, values.subList(at, end));
                        at = end;
                    }
                }
                done += batch.size();
                progress.update(phase, done, examples, "");
            }
        }
        return done;
    }
}
