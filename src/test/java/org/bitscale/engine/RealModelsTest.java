package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.bitscale.SharedMaterial;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that nobody here made: they load, run, and give what ONNX Runtime gives. */
class RealModelsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/fashion_resnet8.onnx",
                "models/mlperf_tiny_ad01_autoencoder.onnx",
                "models/mlperf_tiny_mobilenetv1_025_vww96.onnx",
                "models/mlperf_tiny_resnet8_cifar10.onnx",
                "models/mnist-7.onnx",
                "models/resnet20_cifar10.onnx",
                "onnx-light-models/light_inception_v1.onnx",
                "onnx-light-models/light_resnet50.onnx",
                "onnx-light-models/light_squeezenet.onnx",
                "onnx-light-models/light_vgg19.onnx"
            })
    void agreesWithOnnxRuntime(String model, @TempDir Path folder) throws Exception {
        Path file = SharedMaterial.path(model);
        OperatorTable operators = OperatorTable.standard();
        Graph graph = new OnnxReader(operators).read(file);
        long[] sizes = graph.onlyInput().type().shape().dims().stream()
                .mapToLong(d -> d.isKnown() ? d.size() : 1)
                .toArray();
        float[] values = random(sizes);
        float[] expected = onnxRuntime(file, values, sizes);

        try (TorchEngine engine = TorchEngine.open(EngineSettings.standard());
                Network network = Network.of(graph, operators, engine)) {
            FloatTensor output = network.run(new FloatTensor(values, sizes));
            assertThat(relativeError(output.values(), expected)).as("engine").isLessThan(1e-4);
        }
        assertThat(graph.onlyInput().type().shape().dim(0)).as("batch").isNotEqualTo(Dim.of(1));

        Path rewritten = folder.resolve("rewritten.onnx");
        OnnxWriter.write(graph, rewritten);
        assertThat(relativeError(onnxRuntime(rewritten, values, sizes), expected))
                .as("written again")
                .isLessThan(1e-4);
    }

    private static float[] random(long[] sizes) {
        long elements = 1;
        for (long size : sizes) {
            elements *= size;
        }
        Random random = new Random(7);
        float[] values = new float[(int) elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static float[] onnxRuntime(Path file, float[] values, long[] sizes) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(file.toString(), options);
                OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), sizes);
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] output = new float[buffer.remaining()];
            buffer.get(output);
            return output;
        }
    }

    private static double relativeError(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        assertThat(difference).isNotNaN();
        return difference / largest;
    }
}
