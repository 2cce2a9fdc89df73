package org.bitscale.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.bitscale.deploy.ExposedTensors.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposedTensorsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void internalCodesBecomeOutputs(boolean optimise) throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        Path copy = folder.resolve("exposed.onnx");
        Map<String, Type> tensors = new LinkedHashMap<>();
        tensors.put("codes", new Type(TinyModels.UINT8, OptionalInt.of(2)));
        tensors.put("clipped", Type.of(ElementType.UINT8));
        tensors.put("y", Type.of(ElementType.FLOAT));
        ExposedTensors.write(model, tensors, copy);
        try (OnnxSession session = OnnxSession.open(copy, new SessionSettings(1, optimise))) {
            assertThat(session.outputs().stream().map(TensorSignature::name)).containsExactly("y", "codes", "clipped");
            Map<String, TensorValue> outputs =
                    session.run(Map.of("x", TensorValue.floats(new float[] {0, 1, 50, -50}, 1, 4)));
            assertThat(outputs.get("codes").toInts()).containsExactly(10, 12, 110, 0);
            assertThat(outputs.get("clipped").toInts()).containsExactly(10, 12, 15, 0);
            assertThat(outputs.get("y").toFloats()).containsExactly(0, 1, 2.5f, -5);
        }
    }

    @Test
    void typesNotGivenAreInferred() throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        Path copy = folder.resolve("exposed.onnx");
        ExposedTensors.write(model, List.of("clipped"), copy);
        try (OnnxSession session = OnnxSession.open(copy, SessionSettings.optimised(1))) {
            assertThat(session.outputs().get(1).type()).isEqualTo(ElementType.UINT8);
        }
    }

    @Test
    void theModelMayBeReplacedByItsCopy() throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        ExposedTensors.write(model, List.of("codes"), model);
        try (OnnxSession session = OnnxSession.open(model, SessionSettings.optimised(1))) {
            assertThat(session.outputs()).hasSize(2);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(model);
        }
    }

    @Test
    void externalWeightsTravelToAnotherFolder() throws IOException {
        Path model = TinyModels.externalWeights(folder.resolve("big.onnx"), "big.bin");
        Path other = Files.createDirectory(folder.resolve("other"));
        Path copy = other.resolve("exposed.onnx");
        ExposedTensors.write(model, List.of("sum"), copy);
        ExposedTensors.write(model, List.of("sum"), copy);
        try (OnnxSession session = OnnxSession.open(copy, SessionSettings.optimised(1))) {
            assertThat(session.run(Map.of("x", TensorValue.floats(new float[3], 3)))
                            .get("sum")
                            .toFloats())
                    .containsExactly(1, 2, 3);
        }
        Files.write(other.resolve("big.bin"), new byte[] {1});
        assertThatThrownBy(() -> ExposedTensors.write(model, List.of("sum"), copy))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another file is at " + other.resolve("big.bin"));
    }

    @Test
    void externalWeightsOutsideTheFolderAreNotFollowed() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path model = TinyModels.externalWeightsModelOnly(inner.resolve("evil.onnx"), "../secret.bin");
        Files.write(folder.resolve("secret.bin"), new byte[12]);
        Path target = Files.createDirectory(folder.resolve("other")).resolve("copy.onnx");
        assertThatThrownBy(() -> ExposedTensors.write(model, List.of("sum"), target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("external data file '../secret.bin' lies outside its folder");
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesUnknownTensorsAndBadFiles() throws IOException {
        Path model = TinyModels.fourBits(folder.resolve("four.onnx"), -1);
        Path target = folder.resolve("copy.onnx");
        assertThatThrownBy(() -> ExposedTensors.write(model, List.of("nowhere"), target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no node of " + model + " gives a tensor 'nowhere', so it cannot be exposed");
        assertThat(target).doesNotExist();
        Path missing = folder.resolve("missing.onnx");
        assertThatThrownBy(() -> ExposedTensors.write(missing, List.of("codes"), target))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + missing + " (NoSuchFileException)");
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model at all");
        assertThatThrownBy(() -> ExposedTensors.write(broken, List.of("codes"), target))
                .hasMessageStartingWith("cannot read " + broken + ": it is no ONNX file");
        Path nowhere = folder.resolve("no/such/folder/copy.onnx");
        assertThatThrownBy(() -> ExposedTensors.write(model, List.of("codes"), nowhere))
                .hasMessage("cannot write " + nowhere + " (NoSuchFileException)");
        assertThatThrownBy(() -> Type.of(ElementType.OTHER)).isInstanceOf(IllegalArgumentException.class);
    }
}
