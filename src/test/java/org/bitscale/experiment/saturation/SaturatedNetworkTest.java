package org.bitscale.experiment.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.bitscale.deploy.TensorValue;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.quantize.ReducedRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what ONNX Runtime's AVX2 kernels gave; the file beside the network tells how. */
class SaturatedNetworkTest {

    private static final OperatorTable OPERATORS = OperatorTable.standard();
    /** The step of the last quantizer, 5, times that of the last weights: rounding may tip over once. */
    private static final Offset<Float> ROUNDING = Offset.offset(0.02f);

    @TempDir
    private Path folder;

    private Graph graph;
    private JsonNode golden;

    @BeforeEach
    void read() throws IOException {
        Path file = folder.resolve("pairs.onnx");
        try (InputStream network = resource("pairs.onnx");
                InputStream numbers = resource("pairs.json")) {
            Files.copy(network, file);
            golden = new ObjectMapper().readTree(numbers);
        }
        graph = new OnnxReader(OPERATORS).read(file);
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(SaturatedNetworkTest.class.getResourceAsStream(name), name);
    }

    private float[] floats(String key) {
        double[] values = StreamSupport.stream(golden.get(key).spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private float[] run(Graph network) {
        float[] inputs = floats("inputs");
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] /= 255;
        }
        try (SaturatedNetwork saturated = SaturatedNetwork.of(network, OPERATORS, 1)) {
            return saturated.run(TensorValue.floats(inputs, 5, 3, 6, 6), 1);
        }
    }

    @Test
    void givesWhatAvx2KernelsGive() {
        assertThat(floats("avx2")).isNotEqualTo(floats("vnni"));
        assertThat(run(graph)).containsExactly(floats("avx2"), ROUNDING);
    }

    @Test
    void theLayersAreThoseThatTheyFuse() {
        try (SaturatedNetwork network = SaturatedNetwork.of(graph, OPERATORS, 1)) {
            assertThat(network.layers())
                    .extracting(LayerSaturation::layer)
                    .containsExactly("odd", "grouped", "depthwise", "pointwise", "gemm", "matmul");
            assertThat(network.channelsAtRisk()).doesNotContainKey("depthwise").containsKey("grouped");
        }
    }

    @Test
    void reducedRangeNeverSaturates() {
        try (SaturatedNetwork network = SaturatedNetwork.of(graph, OPERATORS, 1);
                SaturatedNetwork reduced =
                        SaturatedNetwork.of(ReducedRange.of(graph, network.channelsAtRisk()), OPERATORS, 1)) {
            assertThat(reduced.channelsAtRisk()).isEmpty();
        }
    }
}
