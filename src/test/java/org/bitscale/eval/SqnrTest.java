package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SqnrTest {
    @Test
    void aTenthOfErrorIs20Decibels() {
        assertThat(Sqnr.of(new float[] {1, -1, 1, 1}, new float[] {0.9f, -0.9f, 1.1f, 0.9f}))
                .isCloseTo(20, within(1e-5));
        assertThat(Sqnr.of(new float[] {2, 0}, new float[] {0, 0})).isCloseTo(0, within(1e-12));
    }

    @Test
    void theEndsOfTheScale() {
        assertThat(Sqnr.of(new float[] {1, 2}, new float[] {1, 2})).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Sqnr.of(new float[] {0, 0}, new float[] {0, 0})).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Sqnr.of(new float[] {0, 0}, new float[] {1, 0})).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aBitMoreIsSixDecibels() {
        float[] values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 10_000f;
        }
        assertThat(Sqnr.of(values, rounded(values, 256)) - Sqnr.of(values, rounded(values, 128)))
                .isCloseTo(6.02, within(0.05));
    }

    private static float[] rounded(float[] values, int levels) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) Math.rint(values[i] * levels) / levels;
        }
        return result;
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> Sqnr.of(new float[] {1, Float.NaN}, new float[2]))
                .hasMessage("reference[1] is NaN, but must be a finite number");
        assertThatThrownBy(() -> Sqnr.of(new float[2], new float[] {Float.POSITIVE_INFINITY, 0}))
                .hasMessage("other[0] is Infinity, but must be a finite number");
        assertThatThrownBy(() -> Sqnr.of(new float[1], new float[2])).isInstanceOf(IllegalArgumentException.class);
    }
}
