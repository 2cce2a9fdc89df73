package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DifferenceIntervalTest {

    /** 56 of 70 against 48 of 80: Newcombe (1998), table II, method 10. */
    @Test
    void theExampleOfThePaper() {
        Accuracy first = Accuracy.of(56, 70);
        Accuracy second = Accuracy.of(48, 80);
        Interval interval = DifferenceInterval.of(first.value(), first.interval(), second.value(), second.interval());
        assertThat(interval.low()).isCloseTo(0.0524, within(5e-5));
        assertThat(interval.high()).isCloseTo(0.3339, within(5e-5));
    }

    @Test
    void exactFiguresHaveAnExactDifference() {
        assertThat(DifferenceInterval.of(3, new Interval(3, 3), 1, new Interval(1, 1)))
                .isEqualTo(new Interval(2, 2));
    }
}
