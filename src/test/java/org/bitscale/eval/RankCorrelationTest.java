package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankCorrelationTest {

    @Test
    void sameAndOppositeOrder() {
        assertThat(RankCorrelation.spearman(new double[] {1, 5, 2}, new double[] {10, 1e9, 11}))
                .isEqualTo(1);
        assertThat(RankCorrelation.spearman(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
                .isEqualTo(-1);
    }

    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        assertThat(RankCorrelation.ranks(new double[] {7, 3, 7, 1})).containsExactly(3.5, 2, 3.5, 1);
        // By hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
        assertThat(RankCorrelation.spearman(new double[] {0, 1, 1, 2}, new double[] {0, 1, 2, 3}))
                .isCloseTo(4.5 / Math.sqrt(22.5), within(1e-12));
    }

    @Test
    void infinityIsTheLargestRank() {
        assertThat(RankCorrelation.spearman(new double[] {1, Double.POSITIVE_INFINITY, 2}, new double[] {1, 3, 2}))
                .isEqualTo(1);
    }

    @Test
    void noOrderIsNoCorrelation() {
        assertThat(RankCorrelation.spearman(new double[] {1, 1, 1}, new double[] {1, 2, 3}))
                .isNaN();
    }

    @Test
    void refusesWhatHasNoOrder() {
        assertThatThrownBy(() -> RankCorrelation.spearman(new double[1], new double[1]))
                .hasMessageContaining("at least two");
        assertThatThrownBy(() -> RankCorrelation.spearman(new double[] {1, Double.NaN}, new double[2]))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> RankCorrelation.spearman(new double[3], new double[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
