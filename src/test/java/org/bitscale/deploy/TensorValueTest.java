package org.bitscale.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.junit.jupiter.api.Test;

class TensorValueTest {
    @Test
    void bytesReadBackSignedOrUnsigned() {
        byte[] bytes = {0, 127, -128, -1};
        assertThat(TensorValue.int8s(bytes, 4).toInts()).containsExactly(0, 127, -128, -1);
        assertThat(TensorValue.uint8s(bytes, 2, 2).toInts()).containsExactly(0, 127, 128, 255);
        assertThat(TensorValue.bools(new boolean[] {true, false}, 2).toInts()).containsExactly(1, 0);
    }

    @Test
    void aScalarHasOneElement() {
        assertThat(TensorValue.floats(new float[] {3}).elements()).isOne();
        assertThat(TensorValue.int64s(new long[] {1L << 40}).toLongs()).containsExactly(1L << 40);
        assertThatThrownBy(() -> TensorValue.int64s(new long[] {1L << 40}).toInts())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void equalityLooksAtTheElements() {
        TensorValue value = TensorValue.floats(new float[] {1, 2}, 2);
        assertThat(value)
                .isEqualTo(TensorValue.floats(new float[] {1, 2}, 2))
                .hasSameHashCodeAs(TensorValue.floats(new float[] {1, 2}, 2))
                .isNotEqualTo(TensorValue.floats(new float[] {1, 3}, 2))
                .isNotEqualTo(TensorValue.floats(new float[] {1, 2}, 1, 2))
                .hasToString("TensorValue[FLOAT, [2]]");
    }

    @Test
    void theShapeCannotBeChangedFromOutside() {
        long[] shape = {2};
        TensorValue value = TensorValue.floats(new float[2], shape);
        shape[0] = 9;
        value.shape()[0] = 9;
        assertThat(value.shape()).containsExactly(2);
    }

    @Test
    void refusesDataThatDoesNotFit() {
        assertThatThrownBy(() -> TensorValue.floats(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor of shape [2, 3] has 6 elements, but the data has 5 from position 0 on");
        assertThatThrownBy(() -> TensorValue.floats(new float[5], -1, 5))
                .hasMessage("expected dimensions of at least 0, but the shape is [-1, 5]");
        assertThatThrownBy(() -> new TensorValue(ElementType.FLOAT, new long[] {1}, IntBuffer.allocate(1)))
                .hasMessageStartingWith("a tensor of FLOAT takes its data in a FloatBuffer, but came a");
        assertThatThrownBy(() -> new TensorValue(ElementType.OTHER, new long[] {1}, FloatBuffer.allocate(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TensorValue.int8s(new byte[1], 1).toFloats())
                .hasMessage("expected a tensor of FLOAT, but it holds INT8");
        assertThatThrownBy(() -> TensorValue.floats(new float[1], 1).toInts())
                .hasMessage("expected a tensor of integers, but it holds FLOAT");
    }
}
