package org.bitscale.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a file can hold a tensor, read and written. */
class OnnxFilesTest {

    private static final int FLOAT16 = 10;
    private static final int DOUBLE = 11;
    private static final int BFLOAT16 = 16;

    private static Graph read(Path file) {
        return new OnnxReader(OperatorTable.standard()).read(file);
    }

    /** What the reader makes of a constant. */
    private static Tensor constant(OnnxMl.TensorProto tensor) {
        Graph graph = new TestModel(21)
                .tensor(tensor)
                .node("Identity", "y", List.of(tensor.getName()))
                .output("y")
                .read();
        return graph.constants().get(tensor.getName());
    }

    private static ByteString littleEndian(int bytes, java.util.function.Consumer<ByteBuffer> fill) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fill.accept(buffer);
        return ByteString.copyFrom(buffer.flip());
    }

    @Test
    void floatsOfEveryWidthInRawData() {
        Tensor expected = Tensor.ofFloats(new float[] {1.5f, -2}, 2);
        assertThat(constant(TestModel.floatTensor("c", new float[] {1.5f, -2}, 2)))
                .isEqualTo(expected);
        assertThat(constant(TestModel.header("c", DOUBLE, 2)
                        .setRawData(littleEndian(16, b -> b.putDouble(1.5).putDouble(-2)))
                        .build()))
                .isEqualTo(expected);
        assertThat(constant(TestModel.header("c", FLOAT16, 2)
                        .setRawData(
                                littleEndian(4, b -> b.putShort((short) 0x3E00).putShort((short) 0xC000)))
                        .build()))
                .isEqualTo(expected);
        assertThat(constant(TestModel.header("c", BFLOAT16, 2)
                        .setRawData(
                                littleEndian(4, b -> b.putShort((short) 0x3FC0).putShort((short) 0xC000)))
                        .build()))
                .isEqualTo(expected);
    }

    @Test
    void floatsOfEveryWidthInFields() {
        Tensor expected = Tensor.ofFloats(new float[] {1.5f, -2}, 2);
        assertThat(constant(TestModel.header("c", 1, 2)
                        .addFloatData(1.5f)
                        .addFloatData(-2)
                        .build()))
                .isEqualTo(expected);
        assertThat(constant(TestModel.header("c", DOUBLE, 2)
                        .addDoubleData(1.5)
                        .addDoubleData(-2)
                        .build()))
                .isEqualTo(expected);
        assertThat(constant(TestModel.header("c", FLOAT16, 2)
                        .addInt32Data(0x3E00)
                        .addInt32Data(0xC000)
                        .build()))
                .isEqualTo(expected);
        assertThat(constant(TestModel.header("c", BFLOAT16, 2)
                        .addInt32Data(0x3FC0)
                        .addInt32Data(0xC000)
                        .build()))
                .isEqualTo(expected);
    }

    @Test
    void everyHalfIsReadExactly() {
        int[] bits = {0x0000, 0x8000, 0x0001, 0x03FF, 0x0400, 0x7BFF, 0x7C00, 0xFC00, 0x7E00, 0x3555};
        float[] values = {
            0,
            -0f,
            0x1p-24f,
            1023 * 0x1p-24f,
            0x1p-14f,
            65504,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            0.333251953125f
        };
        OnnxMl.TensorProto.Builder tensor = TestModel.header("c", FLOAT16, bits.length);
        for (int half : bits) {
            tensor.addInt32Data(half);
        }
        assertThat(constant(tensor.build()).floats()).isEqualTo(values);
    }

    @Test
    void integersInFields() {
        assertThat(constant(TestModel.header("c", 7, 2)
                        .addInt64Data(-1)
                        .addInt64Data(1L << 40)
                        .build()))
                .isEqualTo(Tensor.ofLongVector(-1, 1L << 40));
        assertThat(constant(TestModel.header("c", 6, 1).addInt32Data(-7).build()))
                .isEqualTo(Tensor.ofLongs(DataType.INT32, new long[] {-7}, 1));
        assertThat(constant(TestModel.header("c", 2, 1).addInt32Data(200).build()))
                .isEqualTo(Tensor.ofLongs(DataType.UINT8, new long[] {200}, 1));
        assertThat(constant(TestModel.header("c", 9, 2)
                        .addInt32Data(1)
                        .addInt32Data(0)
                        .build()))
                .isEqualTo(Tensor.ofLongs(DataType.BOOL, new long[] {1, 0}, 2));
        assertThat(constant(TestModel.header("c", 13, 1).addUint64Data(-1L).build()))
                .isEqualTo(Tensor.ofLongs(DataType.UINT64, new long[] {-1}, 1));
    }

    @Test
    void fourBitsInFieldsAndRawData() {
        // 1, -2, 7: the low half of a byte comes first.
        Tensor signed = Tensor.ofLongs(DataType.INT4, new long[] {1, -2, 7}, 3);
        assertThat(constant(TestModel.header("c", 22, 3)
                        .addInt32Data(0xE1)
                        .addInt32Data(0x07)
                        .build()))
                .isEqualTo(signed);
        assertThat(constant(TestModel.header("c", 22, 3)
                        .setRawData(ByteString.copyFrom(new byte[] {(byte) 0xE1, 7}))
                        .build()))
                .isEqualTo(signed);
        assertThat(constant(TestModel.header("c", 21, 2)
                                .setRawData(ByteString.copyFrom(new byte[] {(byte) 0xE1}))
                                .build())
                        .longs())
                .containsExactly(1, 14);
    }

    @Test
    void constantsAsAttributes() {
        Graph graph = new TestModel(13)
                .input("x", "N", 2)
                .node("Constant", "a", List.of(), "value", TestModel.floatTensor("", new float[] {1, 2}, 2))
                .node("Constant", "b", List.of(), "value_float", 3f)
                .node("Constant", "c", List.of(), "value_floats", new float[] {4, 5})
                .node("Constant", "d", List.of(), "value_ints", new long[] {0, 2})
                .node("Add", "ab", List.of("a", "b"))
                .node("Mul", "abc", List.of("ab", "c"))
                .node("Add", "s", List.of("x", "abc"))
                .node("Reshape", "y", List.of("s", "d"))
                .output("y")
                .read();
        assertThat(graph.constants())
                .isEqualTo(Map.of("abc", Tensor.ofFloats(new float[] {16, 25}, 2), "d", Tensor.ofLongVector(0, 2)));
    }

    @Test
    void writtenFilesAreReadTheSame(@TempDir Path folder) {
        for (TestModel model :
                List.of(SmallNetworks.convolutional(), SmallNetworks.branching(), SmallNetworks.perceptron())) {
            Graph graph = model.read();
            Path file = folder.resolve("model.onnx");
            OnnxWriter.write(graph, file);
            assertThat(read(file)).isEqualTo(graph);
            OnnxWriter.write(graph, file);
            assertThat(read(file)).isEqualTo(graph);
        }
        assertThat(folder).isDirectoryContaining("glob:**model.onnx").isDirectoryNotContaining("glob:**.bitscale*");
    }

    @Test
    void integersOfEveryTypeAreWrittenAndRead() {
        for (DataType type : DataType.values()) {
            Tensor tensor = type.isFloat()
                    ? Tensor.ofFloats(new float[] {0, 1, 1}, 3)
                    : Tensor.ofLongs(type, new long[] {0, 1, 1}, 3);
            Graph graph = new Graph(
                    "g",
                    List.of(),
                    List.of(new org.bitscale.graph.ValueInfo("y", tensor.tensorType())),
                    List.of(org.bitscale.graph.Node.of("y", "Identity", List.of("c"), "y")),
                    Map.of("c", tensor),
                    Map.of("key", "value", "scale", "1/255"));
            Graph again = new OnnxReader(OperatorTable.standard()).read(OnnxWriter.bytes(graph), "g");
            assertThat(again).as("%s", type).isEqualTo(graph);
        }
    }

    @Test
    void largeConstantsLieBesideTheModel(@TempDir Path folder) throws IOException {
        Graph graph = new TestModel(13)
                .input("x", "N", 2, 20, 20)
                .floats("w", SmallNetworks.numbers(1, 40 * 2 * 9), 40, 2, 3, 3)
                .floats("w2", SmallNetworks.numbers(3, 10 * 40), 10, 40, 1, 1)
                .floats("b", SmallNetworks.numbers(2, 40), 40)
                .node("Conv", "c", List.of("x", "w", "b"))
                .node("Conv", "y", List.of("c", "w2"))
                .output("y")
                .read();
        Path file = folder.resolve("big.onnx");
        OnnxWriter.write(graph, file, true);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("big.onnx", "big.onnx.data");
        }
        assertThat(Files.size(folder.resolve("big.onnx.data"))).isEqualTo(4 * (40 * 2 * 9 + 10 * 40));
        assertThat(read(file)).isEqualTo(graph);
    }

    @Test
    void existingFoldersAreMadeAndFilesReplaced(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new/deep/model.onnx");
        Graph graph = SmallNetworks.perceptron().read();
        OnnxWriter.write(graph, file);
        Files.writeString(file, "something else");
        OnnxWriter.write(graph, file);
        assertThat(read(file)).isEqualTo(graph);
    }
}
