package org.bitscale.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Well-known topologies from ONNX's own tests, and a trained network. */
class LightModelsTest {
    private static final Path SHARED = Path.of("../shared");

    @ParameterizedTest
    @CsvSource({
        "light_squeezenet, true",
        "light_squeezenet, false",
        "light_resnet50, true",
        "light_inception_v1, true",
        "light_vgg19, true"
    })
    void givesTheExpectedOutput(String name, boolean optimise) throws IOException {
        Path model = SHARED.resolve("onnx-light-models/" + name + ".onnx");
        Path expectedFile = SHARED.resolve("onnx-light-models/" + name + "_output_0.pb");
        assumeTrue(Files.exists(model), "skipped: no " + model);
        try (OnnxSession session = OnnxSession.open(model, new SessionSettings(2, optimise))) {
            TensorSignature input = session.inputs().get(0);
            long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
            int elements = 1;
            for (long dimension : shape) {
                elements *= (int) dimension;
            }
            // The input that ONNX's backend tests give these models: 0, 1, 2, … scaled to 0 … 1.
            float[] values = new float[elements];
            for (int i = 0; i < elements; i++) {
                values[i] = (float) i / elements;
            }
            Map<String, TensorValue> outputs = session.run(Map.of(input.name(), TensorValue.floats(values, shape)));
            float[] actual = outputs.get(session.outputs().get(0).name()).toFloats();
            float[] expected = floats(expectedFile);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < actual.length; i++) {
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-7f + 1e-3f * Math.abs(expected[i])));
            }
        }
    }

    private static float[] floats(Path file) throws IOException {
        TensorProto tensor = TensorProto.parseFrom(Files.readAllBytes(file));
        FloatBuffer buffer = ByteBuffer.wrap(tensor.getRawData().toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Test
    void optimisationChangesATrainedNetworksLogitsByRoundingOnly() {
        Path model = SHARED.resolve("models/fashion_resnet8.onnx");
        assumeTrue(Files.exists(model), "skipped: no " + model);
        float[] batch = new float[4 * 784];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = (i * 37 % 256) / 255f;
        }
        long[] shape = {4, 1, 28, 28};
        try (OnnxSession optimised = OnnxSession.open(model, SessionSettings.optimised(1));
                OnnxSession plain = OnnxSession.open(model, SessionSettings.unoptimised(1))) {
            assertThat(optimised.logits(batch, shape)).hasSize(40);
            assertThat(optimised.logits(batch, shape)).containsExactly(plain.logits(batch, shape), within(1e-3f));
        }
    }
}
