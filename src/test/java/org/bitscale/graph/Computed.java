package org.bitscale.graph;

import java.util.HashMap;
import java.util.Map;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.FloatTensor;
import org.bitscale.engine.Network;
import org.bitscale.engine.TorchEngine;
import org.bitscale.graph.op.OperatorTable;

/** What a graph computes, for tests that compare graphs. */
public final class Computed {

    private Computed() {}

    /** The values of the only output for the only input. */
    public static float[] of(Graph graph, float[] input, long... sizes) {
        return outputs(graph, Map.of(graph.onlyInput().name(), new FloatTensor(input, sizes)))
                .get(graph.onlyOutput().name())
                .values();
    }

    /** All outputs. */
    public static Map<String, FloatTensor> outputs(Graph graph, Map<String, FloatTensor> inputs) {
        try (TorchEngine engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 1));
                Network network = Network.of(graph, OperatorTable.standard(), engine)) {
            return new HashMap<>(network.run(inputs));
        }
    }
}
