package org.bitscale.engine;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import java.util.Set;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.graph.Graph;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.DeadCode;

/** What one tensor of a network takes for each of some examples, kept where it was computed. */
public final class Recording implements AutoCloseable {

    private final PtNDManager manager;
    private final PtNDArray values;

    private Recording(PtNDManager manager, PtNDArray values) {
        this.manager = manager;
        this.values = values;
    }

    /**
     * Records a tensor over all batches of {@code loader}.
     *
     * @param graph float, or with QuantizeLinear and DequantizeLinear nodes; only what the tensor needs is computed
     * @param tensor one of it, its input allowed; its first axis is the example
     */
    public static Recording of(
            Graph graph,
            OperatorTable operators,
            String tensor,
            BatchLoader loader,
            int examples,
            TorchEngine engine,
            Progress progress) {
        PtNDManager manager = engine.newManager();
        try (PtNDManager scope = engine.newManager()) {
            Graph needed = DeadCode.removed(graph.withOutputs(List.of(
                    new ValueInfo(tensor, ShapeInference.of(graph, operators).type(tensor)))));
            NDList parts = new NDList();
            new TensorPass(needed, operators, engine)
                    .run(
                            Set.of(tensor),
                            (name, variable, text) -> List.of(text.assign("torch.clone(" + variable + ")")),
                            (name, batch, results) -> {
                                results.get(0).attach(scope);
                                parts.add(results.get(0));
                            },
                            loader,
                            examples,
                            "record",
                            progress);
            PtNDArray values = (PtNDArray) NDArrays.concat(parts, 0);
            values.attach(manager);
            return new Recording(manager, values);
        }
    }

    /** All examples, one after another along the first axis. */
    PtNDArray values() {
        return values;
    }

    /** Number of examples. */
    public int examples() {
        return Math.toIntExact(values.getShape().get(0));
    }

    @Override
    public void close() {
        manager.close();
    }
}
