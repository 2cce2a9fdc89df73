package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DivergenceTest {

    @Test
    void equalAnswersDoNotDiverge() {
        assertThat(Divergence.ofLogits(new float[] {1, 2, 3}, new float[] {11, 12, 13}, 3))
                .isCloseTo(0, within(1e-12)); // softmax does not see a shift
    }

    @Test
    void byHand() {
        // p = (1/2, 1/2), q = (1/4, 3/4): ½ ln 2 + ½ ln ⅔.
        double expected = 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3.0);
        float[] other = {0, (float) Math.log(3)};
        assertThat(Divergence.ofLogits(new float[2], other, 2)).isCloseTo(expected, within(1e-7));
        // The mean over rows: a second one that is equal halves it.
        assertThat(Divergence.ofLogits(new float[4], new float[] {0, other[1], 5, 5}, 2))
                .isCloseTo(expected / 2, within(1e-7));
    }

    @Test
    void largeLogitsNeitherOverflowNorVanish() {
        assertThat(Divergence.ofLogits(new float[] {1000, 0}, new float[] {0, 1000}, 2))
                .isCloseTo(1000, within(1e-3));
    }

    @Test
    void refusesSizesThatDoNotFit() {
        assertThatThrownBy(() -> Divergence.ofLogits(new float[3], new float[3], 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Divergence.ofLogits(new float[2], new float[4], 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
