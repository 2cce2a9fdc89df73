package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgMaxTest {
    @Test
    void theFirstOfEqualMaximaWins() {
        float[] logits = {1, 3, 3, -2, -5, -2, 0, 0, 0};
        assertThat(ArgMax.of(logits, 3, 3)).containsExactly(1, 0, 0);
    }

    @Test
    void noRowsGiveNoPredictions() {
        assertThat(ArgMax.of(new float[0], 0, 10)).isEmpty();
    }

    @Test
    void refusesNaNWithItsPlace() {
        assertThatThrownBy(() -> ArgMax.of(new float[] {1, 2, 3, Float.NaN}, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the logit of row 1, class 1 is NaN; only finite logits can be scored");
        assertThatThrownBy(() -> ArgMax.of(new float[] {Float.NEGATIVE_INFINITY, 2}, 1, 2))
                .hasMessageContaining("row 0, class 0 is -Infinity");
    }

    @Test
    void refusesASizeThatDoesNotFit() {
        assertThatThrownBy(() -> ArgMax.of(new float[5], 2, 3))
                .hasMessage("expected 2 rows of 3 logits (6 values), but there are 5 values");
        assertThatThrownBy(() -> ArgMax.of(new float[0], 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
