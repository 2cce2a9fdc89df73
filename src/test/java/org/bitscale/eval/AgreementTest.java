package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgreementTest {
    @Test
    void countsEqualPredictions() {
        Agreement agreement = Agreement.of(new int[] {1, 2, 3, 4}, new int[] {1, 2, 0, 4});
        assertThat(agreement).isEqualTo(new Agreement(3, 4));
        assertThat(agreement.share()).isEqualTo(0.75);
        assertThat(agreement.flips()).isOne();
        assertThat(agreement.complete()).isFalse();
        assertThat(new Agreement(4, 4).complete()).isTrue();
    }

    @Test
    void refusesWhatCannotBeCompared() {
        assertThatThrownBy(() -> Agreement.of(new int[1], new int[2]))
                .hasMessage("expected as many first predictions as second predictions, but there are 1 and 2");
        assertThatThrownBy(() -> Agreement.of(new int[0], new int[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Agreement(3, 2)).hasMessageContaining("came 3 of 2");
    }
}
