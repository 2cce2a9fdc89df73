package org.bitscale.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.bitscale.BadInputException;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a file is said in one line that names file, node and number. */
class BadModelsTest {

    private static final OnnxReader READER = new OnnxReader(OperatorTable.standard());

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(TestModel model) {
        return assertThatThrownBy(model::read)
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("'test.onnx': ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private static TestModel conv(Object... attributes) {
        return new TestModel(13)
                .input("x", "N", 3, 8, 8)
                .floats("w", new float[4 * 3 * 3 * 3], 4, 3, 3, 3)
                .node("c1", "", "Conv", List.of("y"), List.of("x", "w"), attributes)
                .output("y");
    }

    private static TestModel reshape(long... shape) {
        return new TestModel(13)
                .input("x", "N", 6)
                .longs("shape", shape)
                .node("r", "", "Reshape", List.of("y"), List.of("x", "shape"))
                .output("y");
    }

    @Test
    void filesThatAreNoModel(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "This is a text, not a network.\nIt has two lines.");
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        assertThatThrownBy(() -> READER.read(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("'text.onnx'")
                .hasMessageContaining("ONNX");
        assertThatThrownBy(() -> READER.read(new byte[] {0x3A, 100, 1}, "cut.onnx"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("'cut.onnx' is no complete ONNX file")
                .hasMessageEndingWith("it may be cut off or of another format");
        assertThatThrownBy(() -> READER.read(empty))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("'empty.onnx': it holds no ONNX graph");
        assertThatThrownBy(() -> READER.read(folder.resolve("absent.onnx")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("absent.onnx' does not exist");
        assertThatThrownBy(() -> READER.read(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is a folder; expected an ONNX file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 26, -1})
    void opsetsOutsideTheSupported(int opset) {
        refused(new TestModel(opset)
                        .input("x", "N", 1)
                        .node("Relu", "y", List.of("x"))
                        .output("y"))
                .hasMessageContaining("it uses opset %d; opsets 7 to 25 are supported", opset);
    }

    @Test
    void unknownOperators() {
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .node("odd", "com.example", "Frobnicate", List.of("a"), List.of("x"))
                        .node("NonZero", "b", List.of("a"))
                        .node("odd2", "com.example", "Frobnicate", List.of("y"), List.of("b"))
                        .output("y"))
                .hasMessageEndingWith("it uses operators that are not supported: "
                        + "'Frobnicate' (domain com.example, opset 13, node 'odd'), "
                        + "'NonZero' (domain ai.onnx, opset 13, node 'b')");
    }

    private static OnnxMl.TensorProto external(String location, String offset, String length) {
        return TestModel.header("w", 1, 2)
                .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length))
                .build();
    }

    private static OnnxMl.StringStringEntryProto entry(String key, String value) {
        return OnnxMl.StringStringEntryProto.newBuilder()
                .setKey(key)
                .setValue(value)
                .build();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refusedExternal(
            Path folder, String location, String offset, String length) throws IOException {
        Path file = folder.resolve("m.onnx");
        Files.write(
                file,
                new TestModel(13)
                        .input("x", "N", 2)
                        .tensor(external(location, offset, length))
                        .node("Add", "y", List.of("x", "w"))
                        .output("y")
                        .bytes());
        return assertThatThrownBy(() -> READER.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("'m.onnx': Tensor 'w'");
    }

    @Test
    void externalData(@TempDir Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("model"));
        Files.write(parent.resolve("secret"), new byte[8]);
        Files.write(folder.resolve("w.data"), new byte[8]);
        refusedExternal(folder, "absent.data", "0", "8").hasMessageContaining("'absent.data', which is missing");
        refusedExternal(folder, "../secret", "0", "8").hasMessageContaining("outside the model's folder");
        refusedExternal(folder, parent.resolve("secret").toAbsolutePath().toString(), "0", "8")
                .hasMessageContaining("outside the model's folder");
        refusedExternal(folder, "w\0.data", "0", "8").hasMessageContaining("whose name is damaged");
        refusedExternal(folder, "", "0", "8").hasMessageContaining("is not named");
        refusedExternal(folder, "w.data", "4", "8").hasMessageContaining("should be 8 bytes at 4 of 'w.data'");
        refusedExternal(folder, "w.data", "-1", "8").hasMessageContaining("should be 8 bytes at -1");
        refusedExternal(folder, "w.data", Long.toString(Long.MAX_VALUE), Long.toString(Long.MAX_VALUE))
                .hasMessageContaining("which has only 8");
        refusedExternal(folder, "w.data", "zero", "8").hasMessageContaining("cannot be read");
        refusedExternal(folder, "w.data", "0", "4").hasMessageContaining("needs 8 bytes of data, but 4 came");
    }

    @Test
    void connections() {
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .node("Add", "a", List.of("x", "b"))
                        .node("Relu", "b", List.of("a"))
                        .output("b"))
                .hasMessageContaining("The graph has a cycle through node ");
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .node("Relu", "y", List.of("x"))
                        .node("Abs", "y", List.of("x"))
                        .output("y"))
                .hasMessageContaining("Tensor 'y' is made twice, the second time by node 'y' (Abs)");
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .node("Add", "y", List.of("x", "w"))
                        .output("y"))
                .hasMessageContaining("node 'y' (Add) reads 'w', which no node makes and no initializer holds");
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .longs("w", 1)
                        .longs("w", 2)
                        .node("Add", "y", List.of("x", "w"))
                        .output("y"))
                .hasMessageContaining("it holds the initializer 'w' twice");
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .node("Relu", "y", List.of("x"))
                        .output("z"))
                .hasMessageContaining("Output 'z' of the graph is made by no node");
        refused(new TestModel(13).input("x", "N", 1).node("Relu", "y", List.of("x")))
                .hasMessageContaining("its graph has no output");
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .node("Relu", "y", List.of())
                        .output("y"))
                .hasMessageContaining("node 'y' (Relu) lacks its input 0");
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .node("", "", "Sigmoid", List.of("y", "more"), List.of("x"))
                        .output("more"))
                .hasMessageContaining("node 'y' (Sigmoid): its output 'more' is read, but only");
    }

    @Test
    void sizes() {
        refused(conv().floats("b", new float[5], 5)
                        .node("Add", "z", List.of("y", "b"))
                        .output("z"))
                .hasMessageContaining("node 'z' (Add): the shapes [N×4×6×6] and [5] do not broadcast");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .floats("w", new float[8], 4, 2)
                        .node("MatMul", "y", List.of("x", "w"))
                        .output("y"))
                .hasMessageContaining("cannot multiply [N×3] with [4×2]");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .tensor(TestModel.header("w", 1, 1L << 40, 1L << 40).build())
                        .node("Add", "y", List.of("x", "w"))
                        .output("y"))
                .hasMessageContaining("larger than 2 GiB or its sizes are damaged");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .tensor(TestModel.header("w", 1, 1000, 1000).build())
                        .node("Add", "y", List.of("x", "w"))
                        .output("y"))
                .hasMessageContaining("Tensor 'w' [1000, 1000]: expected 1000000 values, but 0 came");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .tensor(TestModel.header("w", 1, -3).build())
                        .node("Add", "y", List.of("x", "w"))
                        .output("y"))
                .hasMessageContaining("Tensor 'w' has the negative size -3");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .longs("huge", 1L << 20, 1L << 20)
                        .node("ConstantOfShape", "w", List.of("huge"))
                        .node("Add", "y", List.of("x", "w"))
                        .output("y"))
                .hasMessageContaining("node 'w' (ConstantOfShape): A constant of more than");
        refused(conv("strides", new long[] {1})).hasMessageContaining("do not fit a kernel of 2 axes");
        refused(conv("group", 2)).hasMessageContaining("want 6 input channels, but its input is [N×3×8×8]");
        refused(conv("group", 3)).hasMessageContaining("3 groups do not divide its 4 output channels");
        refused(conv("kernel_shape", new long[] {5, 5})).hasMessageContaining("its kernel_shape [5, 5] does not fit");
        refused(conv("dilations", new long[] {9, 9})).hasMessageContaining("its window of 19 does not fit");
    }

    @Test
    void attributes() {
        refused(conv("pads", "many"))
                .hasMessageContaining("node 'c1' (Conv): attribute 'pads' should be a list of integers, but is many");
        refused(conv("group", 1.5f)).hasMessageContaining("attribute 'group' should be a whole number, but is 1.5");
        refused(conv("pads", new float[] {1, 1, 1, 1})).hasMessageContaining("should be a list of integers");
        refused(conv("auto_pad", 3)).hasMessageContaining("attribute 'auto_pad' should be a text");
        refused(conv("auto_pad", "BOTH")).hasMessageContaining("auto_pad 'BOTH' is unknown");
        refused(conv("pads", new long[] {-1, 0, 0, 0})).hasMessageContaining("pads [-1, 0, 0, 0] must not be negative");
        refused(conv("strides", new long[] {0, 1}))
                .hasMessageContaining("strides [0, 1]")
                .hasMessageContaining("c1");
        refused(conv("dilations", new long[] {1, Long.MAX_VALUE})).hasMessageContaining("node 'c1' (Conv)");
        refused(new TestModel(13)
                        .input("x", "N", 1, 4, 4)
                        .node("MaxPool", "y", List.of("x"))
                        .output("y"))
                .hasMessageContaining("node 'y' (MaxPool) lacks its attribute kernel_shape");
    }

    @Test
    void valuesThatMustBeConstantOrInRange() {
        refused(reshape(-1, -1)).hasMessageContaining("node 'r' (Reshape): its new shape [-1, -1] has -1 twice");
        refused(reshape(0, -2)).hasMessageContaining("has a negative size");
        refused(reshape(0, 5)).hasMessageContaining("does not reshape to [0, 5]");
        refused(reshape(0, 0, 0)).hasMessageContaining("copies a size that [N×6] does not have");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .longs("i", 3)
                        .node("g", "", "Gather", List.of("y"), List.of("x", "i"), "axis", 1)
                        .output("y"))
                .hasMessageContaining("node 'g' (Gather): index 3 lies outside an axis of 3");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .longs("one", 1)
                        .longs("zero", 0)
                        .node("d", "", "Div", List.of("q"), List.of("one", "zero"))
                        .node("Add", "y", List.of("x", "q"))
                        .output("y"))
                .hasMessageContaining("node 'd' (Div): division of constants by zero");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .inputOf(7, "shape", 2)
                        .node("r", "", "Reshape", List.of("y"), List.of("x", "shape"))
                        .output("y"))
                .hasMessageContaining("its shape comes from tensor 'shape', which depends on the data");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .longs("a", 0)
                        .longs("z", 5)
                        .longs("axis", 1)
                        .longs("step", 0)
                        .node("s", "", "Slice", List.of("y"), List.of("x", "a", "z", "axis", "step"))
                        .output("y"))
                .hasMessageContaining("node 's' (Slice): a step of 0 is not possible");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .longs("pads", 0, 0, 0, -4)
                        .node("p", "", "Pad", List.of("y"), List.of("x", "pads"))
                        .output("y"))
                .hasMessageContaining("node 'p' (Pad): cannot pad axis 1 of [N×3] by -4");
        refused(new TestModel(13)
                        .input("x", "N", 3)
                        .input("limit")
                        .node("c", "", "Clip", List.of("y"), List.of("x", "limit"))
                        .output("y"))
                .hasMessageContaining("node 'c' (Clip): its limits depend on the data");
    }

    @Test
    void elementTypes() {
        refused(new TestModel(13)
                        .inputOf(8, "x", "N", 3)
                        .node("Relu", "y", List.of("x"))
                        .output("y"))
                .hasMessageContaining("Input 'x' has element type number 8, which is not supported");
        refused(new TestModel(21)
                        .input("x", "N", 4)
                        .floats("s", new float[4], 2, 2)
                        .node("q", "", "QuantizeLinear", List.of("y"), List.of("x", "s"))
                        .output("y"))
                .hasMessageContaining(
                        "expected one scale, or one for each channel, but came scales [2×2] without a block_size");
        refused(new TestModel(21)
                        .input("x", "N", 4)
                        .floats("s", new float[4], 2, 2)
                        .node("q", "", "QuantizeLinear", List.of("y"), List.of("x", "s"), "block_size", 4)
                        .output("y"))
                .hasMessageContaining("its scales [2×2] do not fit blocks of 4 along axis 1 of [N×4]");
        refused(new TestModel(21)
                        .input("x", "N", 4)
                        .floats("s", new float[3], 3)
                        .node("q", "", "QuantizeLinear", List.of("y"), List.of("x", "s"))
                        .output("y"))
                .hasMessageContaining("its scales [3] do not fit axis 1 of [N×4]");
    }

    @Test
    void namesWithLineBreaksStayOnOneLine() {
        refused(new TestModel(13)
                        .input("x", "N", 1)
                        .node("Add", "y\ny", List.of("x", "w\n"))
                        .output("y\ny"))
                .hasMessageContaining("node 'y y' (Add) reads 'w ', which no node makes");
    }
}
