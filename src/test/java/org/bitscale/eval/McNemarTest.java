package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class McNemarTest {
    @Test
    void countsRowsThatTellTheModelsApart() {
        McNemar test = McNemar.of(new int[] {0, 0, 0, 0, 0}, new int[] {0, 0, 1, 1, 0}, new int[] {0, 1, 0, 1, 1});
        assertThat(test.onlyFirst()).isEqualTo(2);
        assertThat(test.onlySecond()).isEqualTo(1);
        assertThat(test.pValue()).isEqualTo(1);
    }

    @Test
    void smallCountsByHand() {
        assertThat(McNemar.of(0, 5).pValue()).isCloseTo(2.0 / 32, within(1e-15));
        assertThat(McNemar.of(5, 0).pValue()).isCloseTo(2.0 / 32, within(1e-15));
        assertThat(McNemar.of(1, 5).pValue()).isCloseTo(2 * 7.0 / 64, within(1e-15));
        assertThat(McNemar.of(0, 0).pValue()).isEqualTo(1);
        assertThat(McNemar.of(4, 4).pValue()).isEqualTo(1);
    }

    @Test
    void largeCountsNeitherOverflowNorBreak() {
        // The normal approximation with continuity correction: 2·Φ(−999/√1,000,000) = 2·Φ(−0.999).
        assertThat(McNemar.of(499_500, 500_500).pValue()).isCloseTo(0.3178, within(1e-4));
        assertThat(McNemar.of(0, 100_000).pValue()).isZero();
    }

    @Test
    void refusesBadCounts() {
        assertThatThrownBy(() -> McNemar.of(-1, 3)).hasMessage("expected counts of at least 0, but came -1 and 3");
        assertThatThrownBy(() -> McNemar.of(new int[2], new int[2], new int[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new McNemar(1, 1, Double.NaN)).hasMessage("expected a p-value in 0 … 1, but came NaN");
    }
}
