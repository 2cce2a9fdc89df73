package org.bitscale.experiment;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.engine.FloatTensor;
import org.bitscale.engine.Network;
import org.bitscale.graph.Graph;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.ShapeInference;

/** Shows what tensors inside a network take. */
final class TensorTrace implements AutoCloseable {

    private final Network network;
    private final ValueInfo input;

    private TensorTrace(Network network) {
        this.network = network;
        this.input = network.graph().onlyInput();
    }

    /** Makes tensors of a graph visible. */
    static TensorTrace of(Graph graph, Collection<String> tensors, Workbench workbench) {
        Facts facts = ShapeInference.of(graph, workbench.operators());
        List<ValueInfo> outputs = tensors.stream()
                .distinct()
                .map(tensor -> new ValueInfo(tensor, facts.type(tensor)))
                .toList();
        return new TensorTrace(Network.of(graph.withOutputs(outputs), workbench.operators(), workbench.engine()));
    }

    /** Values of tensors on all of some data at once, by name. */
    static Map<String, float[]> of(
            Graph graph, Collection<String> tensors, Dataset data, InputFormat format, Workbench workbench) {
        try (TensorTrace trace = of(graph, tensors, workbench);
                BatchLoader loader = BatchLoader.sequential(data, format, data.size(), workbench.loaders())) {
            return trace.run(loader.next());
        }
    }

    /** Values of the tensors on a batch, by name. */
    Map<String, float[]> run(Batch batch) {
        long[] sizes = input.type().shape().dims().stream()
                .mapToLong(dim -> dim.isKnown() ? dim.size() : batch.size())
                .toArray();
        Map<String, float[]> values = new LinkedHashMap<>();
        network.run(Map.of(input.name(), new FloatTensor(batch.values(), sizes)))
                .forEach((tensor, result) -> values.put(tensor, result.values()));
        return values;
    }

    /** Examples that can be run at once, at most {@code wanted}: a network may take one at a time only. */
    static int batch(Graph graph, int wanted) {
        return graph.onlyInput().type().shape().dim(0).isKnown() ? 1 : wanted;
    }

    /** Values of one example. */
    static long valuesPerExample(Facts facts, String tensor) {
        return facts.type(tensor)
                .shape()
                .withoutBatch()
                .elements()
                .orElseThrow()
                .factor();
    }

    @Override
    public void close() {
        network.close();
    }
}
