package org.bitscale.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxSessionTest {
    private static final SessionSettings ONE_THREAD = SessionSettings.optimised(1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void quantizesClipsAndDequantizes(boolean optimise) throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        try (OnnxSession session = OnnxSession.open(model, new SessionSettings(1, optimise))) {
            // Codes round(x / 0.5) + 10, ties to even, clipped to 0 … 15.
            float[] result =
                    session.logits(new float[] {0, 0.25f, 0.75f, 100, -100, 2.4f, -5, 2.5f}, new long[] {2, 4});
            assertThat(result).containsExactly(0, 0, 1, 2.5f, -5, 2.5f, -5, 2.5f);
        }
    }

    @Test
    void tellsInputsAndOutputs() throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        try (OnnxSession session = OnnxSession.open(model, ONE_THREAD)) {
            assertThat(session.inputs()).containsExactly(new TensorSignature("x", ElementType.FLOAT, List.of(-1L, 4L)));
            assertThat(session.outputs())
                    .containsExactly(new TensorSignature("y", ElementType.FLOAT, List.of(-1L, 4L)));
        }
        assertThat(OnnxSession.runtimeVersion()).startsWith("1.");
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            mode = Mode.EXCLUDE,
            names = {"BOOL", "OTHER"})
    void addsTensorsOfEachType(ElementType type) throws IOException {
        Path model = TinyModels.add(folder.resolve("add.onnx"), type, 3);
        TensorValue first = value(type, 1, 2, 3);
        TensorValue second = value(type, 10, 20, 100);
        try (OnnxSession session = OnnxSession.open(model, ONE_THREAD)) {
            Map<String, TensorValue> outputs = session.run(Map.of("x", first, "y", second));
            assertThat(outputs).containsExactly(Map.entry("sum", value(type, 11, 22, 103)));
        }
    }

    private static TensorValue value(ElementType type, int a, int b, int c) {
        byte[] bytes = {(byte) a, (byte) b, (byte) c};
        return switch (type) {
            case FLOAT -> TensorValue.floats(new float[] {a, b, c}, 3);
            case INT64 -> TensorValue.int64s(new long[] {a, b, c}, 3);
            case INT32 -> TensorValue.int32s(new int[] {a, b, c}, 3);
            case INT8 -> TensorValue.int8s(bytes, 3);
            case UINT8 -> TensorValue.uint8s(bytes, 3);
            case BOOL -> TensorValue.bools(new boolean[] {a != 0, b != 0, c != 0}, 3);
            case OTHER -> throw new IllegalArgumentException();
        };
    }

    @Test
    void givesTruthValuesAndRefusesOtherTypes() throws IOException {
        Map<String, TensorValue> input = Map.of("x", TensorValue.floats(new float[] {0, 2, -1}, 3));
        Path toBool = TinyModels.cast(folder.resolve("bool.onnx"), ElementType.BOOL.onnxNumber());
        try (OnnxSession session = OnnxSession.open(toBool, ONE_THREAD)) {
            assertThat(session.run(input)).containsEntry("y", TensorValue.bools(new boolean[] {false, true, true}, 3));
        }
        int float64 = 11;
        Path toDouble = TinyModels.cast(folder.resolve("double.onnx"), float64);
        try (OnnxSession session = OnnxSession.open(toDouble, ONE_THREAD)) {
            assertThat(session.outputs().get(0).type()).isEqualTo(ElementType.OTHER);
            assertThatThrownBy(() -> session.run(input))
                    .isInstanceOf(OnnxRuntimeException.class)
                    .hasMessageContaining("output 'y'")
                    .hasMessageContaining("has a type that cannot be taken");
        }
    }

    @Test
    void takesDirectBuffersInNativeOrderAndOthers() throws IOException {
        Path model = TinyModels.add(folder.resolve("add.onnx"), ElementType.FLOAT, 3);
        FloatBuffer nativeOrder =
                ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder()).asFloatBuffer();
        nativeOrder.put(0, new float[] {1, 2, 3});
        ByteOrder other =
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        FloatBuffer otherOrder = ByteBuffer.allocateDirect(12).order(other).asFloatBuffer();
        otherOrder.put(0, new float[] {4, 5, 6});
        try (OnnxSession session = OnnxSession.open(model, ONE_THREAD)) {
            Map<String, TensorValue> inputs = Map.of(
                    "x", new TensorValue(ElementType.FLOAT, new long[] {3}, nativeOrder),
                    "y", new TensorValue(ElementType.FLOAT, new long[] {3}, otherOrder));
            assertThat(session.run(inputs).get("sum").toFloats()).containsExactly(5, 7, 9);
            assertThat(session.run(inputs).get("sum").toFloats()).containsExactly(5, 7, 9);
        }
    }

    @Test
    void batchesOfChangingSizeShareTheBuffers() throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        try (OnnxSession session = OnnxSession.open(model, ONE_THREAD)) {
            for (int rows : new int[] {1, 64, 3, 65}) {
                float[] batch = new float[rows * 4];
                Arrays.fill(batch, rows % 2 == 0 ? 1 : 2);
                assertThat(session.logits(batch, new long[] {rows, 4})).isEqualTo(batch);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFixedBatchGetsTheRowsInPortions(long batch) throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), batch);
        float[] rows = new float[5 * 4];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (i % 13) * 0.5f - 4;
        }
        float[] expected = rows.clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.min(expected[i], 2.5f);
        }
        try (OnnxSession session = OnnxSession.open(model, ONE_THREAD)) {
            assertThat(session.logits(rows, new long[] {5, 4})).isEqualTo(expected);
        }
    }

    @Test
    void findsWeightsInAnExternalFile() throws IOException {
        Path model = TinyModels.externalWeights(folder.resolve("big.onnx"), "big.bin");
        try (OnnxSession session = OnnxSession.open(model, ONE_THREAD)) {
            Map<String, TensorValue> outputs =
                    session.run(Map.of("x", TensorValue.floats(new float[] {10, 20, 30}, 3)));
            assertThat(outputs.get("y").toFloats()).containsExactly(11, 22, 33);
        }
        Files.delete(folder.resolve("big.bin"));
        assertThatThrownBy(() -> OnnxSession.open(model, ONE_THREAD))
                .isInstanceOf(OnnxRuntimeException.class)
                .hasMessageContaining("big.bin");
    }

    @Test
    void refusesAFileThatIsNoModelInOneLine() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model at all");
        assertThatThrownBy(() -> OnnxSession.open(broken, ONE_THREAD))
                .isInstanceOf(OnnxRuntimeException.class)
                .hasMessageStartingWith("ONNX Runtime refuses " + broken + ": ")
                .hasMessageContaining("Protobuf parsing failed")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesAnUnknownOperatorWithItsName() throws IOException {
        Path model = TinyModels.unknownOperator(folder.resolve("unknown.onnx"));
        assertThatThrownBy(() -> OnnxSession.open(model, ONE_THREAD))
                .isInstanceOf(OnnxRuntimeException.class)
                .hasMessageContaining("Frobnicate")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesAMissingFile() {
        Path missing = folder.resolve("missing.onnx");
        assertThatThrownBy(() -> OnnxSession.open(missing, ONE_THREAD))
                .isInstanceOf(OnnxRuntimeException.class)
                .hasMessage("there is no model file " + missing);
    }

    @Test
    void refusesInputsThatDoNotFit() throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        try (OnnxSession session = OnnxSession.open(model, ONE_THREAD)) {
            assertThatThrownBy(() -> session.run(Map.of("x", TensorValue.floats(new float[6], 2, 3))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("input 'x' of " + model + " expects shape [-1, 4] (-1: any), but came [2, 3]");
            assertThatThrownBy(() -> session.run(Map.of("x", TensorValue.floats(new float[4], 4))))
                    .hasMessageContaining("but came [4]");
            assertThatThrownBy(() -> session.run(Map.of("x", TensorValue.int32s(new int[4], 1, 4))))
                    .hasMessage("input 'x' of " + model + " expects FLOAT, but came INT32");
            assertThatThrownBy(() -> session.run(Map.of()))
                    .hasMessageStartingWith("input 'x' of " + model + " is missing");
            assertThatThrownBy(() -> session.run(Map.of("z", TensorValue.floats(new float[4], 1, 4))))
                    .hasMessage(model + " has no input 'z'; it has [x]");
            assertThatThrownBy(() -> session.logits(new float[0], new long[] {0, 4}))
                    .hasMessage("expected a batch of at least one row, but came 0 values of shape [0, 4]");
        }
        Path add = TinyModels.add(folder.resolve("add.onnx"), ElementType.FLOAT, 3);
        try (OnnxSession session = OnnxSession.open(add, ONE_THREAD)) {
            assertThatThrownBy(() -> session.logits(new float[3], new long[] {3}))
                    .hasMessage("expected a model of one input, but " + add + " has 2");
        }
    }

    @Test
    void aClosedSessionSaysSo() throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        OnnxSession session = OnnxSession.open(model, ONE_THREAD);
        session.close();
        session.close();
        assertThatThrownBy(() -> session.logits(new float[4], new long[] {1, 4}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the session of " + model + " is closed");
    }
}
