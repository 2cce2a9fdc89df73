package org.bitscale.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphOutlineTest {

    @TempDir
    private Path folder;

    @Test
    void whatCannotBeRunIsMarkedAndWhatCouldBeQuantizedIsTold() throws IOException {
        Path file = folder.resolve("fancy.onnx");
        Files.write(
                file,
                new TestModel(13)
                        .input("x", "N", 1, 4, 4)
                        .floats("w", new float[2 * 9], 2, 1, 3, 3)
                        .longs("shape", 2)
                        .node("ConstantOfShape", "b", List.of("shape"))
                        .node("conv", "", "Conv", List.of("c"), List.of("x", "w", "b"))
                        .node("fancy", "com.acme", "FancyNorm", List.of("f"), List.of("c"))
                        .node("MatMul", "p", List.of("c", "f"))
                        .output("p")
                        .bytes());
        assertThatThrownBy(() -> new OnnxReader(OperatorTable.standard()).read(file))
                .isInstanceOf(BadInputException.class);

        GraphOutline outline = GraphOutline.read(file, OperatorTable.standard());

        assertThat(outline.inputs()).containsExactly("x");
        assertThat(outline.outputs()).containsExactly("p");
        assertThat(outline.items()).extracting(GraphOutline.Item::name).containsExactly("conv", "fancy", "p");
        assertThat(outline.items()).extracting(GraphOutline.Item::supported).containsExactly(true, false, true);
        assertThat(outline.items()).extracting(GraphOutline.Item::quantizable).containsExactly(true, false, false);
        assertThat(outline.items().get(0).parameters()).isEqualTo(18);
        assertThat(outline.items().get(0).inputs()).containsExactly("x");
        assertThat(outline.items().get(2).inputs()).containsExactly("c", "f");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.onnx"), "these are notes");

        assertThatThrownBy(() -> GraphOutline.read(file, OperatorTable.standard()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("notes.onnx");
        assertThatThrownBy(() -> GraphOutline.read(folder.resolve("absent.onnx"), OperatorTable.standard()))
                .isInstanceOf(BadInputException.class);
    }
}
