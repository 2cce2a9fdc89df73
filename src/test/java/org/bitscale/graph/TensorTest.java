package org.bitscale.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;

/** Tensors, dimensions, attributes. */
class TensorTest {

    private static byte[] bytes(Tensor tensor) {
        byte[] bytes = new byte[tensor.raw().remaining()];
        tensor.raw().get(bytes);
        return bytes;
    }

    @Test
    void fourBitsLieTwoToAByteLowHalfFirst() {
        Tensor signed = Tensor.ofLongs(DataType.INT4, new long[] {1, -2, 7, -8, -1}, 5);
        assertThat(bytes(signed)).containsExactly(0xE1, 0x87, 0x0F);
        assertThat(signed.longs()).containsExactly(1, -2, 7, -8, -1);
        Tensor unsigned = Tensor.ofLongs(DataType.UINT4, new long[] {15, 1, 8}, 3);
        assertThat(bytes(unsigned)).containsExactly(0x1F, 0x08);
        assertThat(unsigned.longs()).containsExactly(15, 1, 8);
    }

    @Test
    void integersOfEveryWidth() {
        assertThat(Tensor.ofLongs(DataType.UINT8, new long[] {255, 1}, 2).longs())
                .containsExactly(255, 1);
        assertThat(Tensor.ofLongs(DataType.INT8, new long[] {-128, 127}, 2).longs())
                .containsExactly(-128, 127);
        assertThat(Tensor.ofLongs(DataType.UINT16, new long[] {65535}, 1).longs())
                .containsExactly(65535);
        assertThat(Tensor.ofLongs(DataType.INT16, new long[] {-2}, 1).longs()).containsExactly(-2);
        assertThat(Tensor.ofLongs(DataType.UINT32, new long[] {4294967295L}, 1).longs())
                .containsExactly(4294967295L);
        assertThat(Tensor.ofLongs(DataType.INT32, new long[] {-5}, 1).longs()).containsExactly(-5);
        assertThat(Tensor.ofLongs(DataType.BOOL, new long[] {1, 0}, 2).longs()).containsExactly(1, 0);
        assertThat(Tensor.ofLongs(DataType.UINT64, new long[] {-1}, 1).floats()).containsExactly(0x1p64f);
    }

    @Test
    void bytesMustFitTheSizes() {
        assertThatThrownBy(() -> Tensor.ofRaw(DataType.FLOAT, new long[] {3}, ByteBuffer.allocate(8)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("needs 12 bytes of data, but 8 came");
        assertThatThrownBy(() -> Tensor.ofRaw(DataType.FLOAT, new long[] {-1}, ByteBuffer.allocate(0)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("negative size -1");
        // 2^59 floats are 2^64 bits, which a long counts as 0.
        assertThatThrownBy(() -> Tensor.ofRaw(DataType.FLOAT, new long[] {1L << 59}, ByteBuffer.allocate(0)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void emptyTensors() {
        Tensor empty = Tensor.ofFloats(new float[0], 0, 3);
        assertThat(empty.elements()).isZero();
        assertThat(empty.floats()).isEmpty();
    }

    @Test
    void equalTensorsAreEqual() {
        Tensor a = Tensor.ofFloats(new float[] {1, 2}, 2);
        assertThat(a).isEqualTo(Tensor.ofFloats(new float[] {1, 2}, 2)).hasSameHashCodeAs(a.reshaped(2));
        assertThat(a).isNotEqualTo(a.reshaped(1, 2)).isNotEqualTo(Tensor.ofFloats(new float[] {1, 3}, 2));
    }

    @Test
    void dimensionsMultiplyAndDivide() {
        Dim n = Dim.symbol("N");
        assertThat(n.times(Dim.of(3))).contains(new Dim(3, "N"));
        assertThat(n.times(n)).isEmpty();
        assertThat(new Dim(12, "N").dividedBy(Dim.of(4))).contains(new Dim(3, "N"));
        assertThat(new Dim(12, "N").dividedBy(new Dim(4, "N"))).contains(Dim.of(3));
        assertThat(Dim.of(7).dividedBy(Dim.of(2))).isEmpty();
        assertThat(Dim.of(7).dividedBy(Dim.of(0))).isEmpty();
        assertThat(Dim.REST.times(Dim.of(2))).isEmpty();
        assertThat(new Dim(3, "N")).hasToString("3·N");
        assertThatThrownBy(() -> Dim.of(-1)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> Dim.of(Long.MAX_VALUE).times(Dim.of(2))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shapesCountTheirElements() {
        assertThat(new Shape(List.of(Dim.symbol("N"), Dim.of(3), Dim.of(4))).elements())
                .contains(new Dim(12, "N"));
        assertThat(Shape.of().elements()).contains(Dim.of(1));
        assertThat(new Shape(List.of(Dim.symbol("a"), Dim.symbol("b"))).elements())
                .isEmpty();
        assertThat(Shape.of(2, 3).dim(-1)).isEqualTo(Dim.of(3));
    }

    @Test
    void attributesOfTheWrongTypeAreNamed() {
        Attributes attributes = Attributes.of("axis", "x", "pads", List.of("1"), "alpha", 1, "perm", 5);
        assertThatThrownBy(() -> attributes.integer("axis", 0))
                .isInstanceOf(BadInputException.class)
                .hasMessage("attribute 'axis' should be a whole number, but is x");
        assertThatThrownBy(() -> attributes.integers("pads")).hasMessageContaining("should be a list of integers");
        assertThatThrownBy(() -> attributes.integers("perm")).hasMessageContaining("should be a list of integers");
        assertThatThrownBy(() -> attributes.reals("pads")).hasMessageContaining("should be a list of floats");
        assertThatThrownBy(() -> attributes.real("alpha", 0)).hasMessageContaining("should be a float");
        assertThat(attributes.integer("absent", 7)).isEqualTo(7);
    }
}
