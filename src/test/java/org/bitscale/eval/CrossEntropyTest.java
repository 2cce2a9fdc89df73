package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CrossEntropyTest {
    @Test
    void equalLogitsGiveTheLogarithmOfTheClasses() {
        assertThat(CrossEntropy.of(new float[8], 4, new int[] {0, 3})).isCloseTo(Math.log(4), within(1e-15));
    }

    @Test
    void meansOverRows() {
        float[] logits = {(float) Math.log(3), 0, 0, 0};
        double expected = (-Math.log(0.75) - Math.log(0.5)) / 2;
        assertThat(CrossEntropy.of(logits, 2, new int[] {0, 1})).isCloseTo(expected, within(1e-7));
    }

    @Test
    void hugeLogitsNeitherOverflowNorLoseDigits() {
        assertThat(CrossEntropy.of(new float[] {1e30f, 0}, 2, new int[] {0})).isZero();
        assertThat(CrossEntropy.of(new float[] {1000, 0}, 2, new int[] {1})).isEqualTo(1000);
        assertThat(CrossEntropy.of(new float[] {50, 0}, 2, new int[] {0})).isCloseTo(Math.exp(-50), within(1e-30));
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> CrossEntropy.of(new float[] {1, Float.POSITIVE_INFINITY}, 2, new int[] {0}))
                .hasMessageContaining("row 0, class 1 is Infinity");
        assertThatThrownBy(() -> CrossEntropy.of(new float[2], 2, new int[] {2}))
                .hasMessage("labels[0] is 2, but with 2 classes a label lies in 0 … 1");
        assertThatThrownBy(() -> CrossEntropy.of(new float[0], 2, new int[0]))
                .hasMessage("expected at least one of labels, but there are none");
    }
}
