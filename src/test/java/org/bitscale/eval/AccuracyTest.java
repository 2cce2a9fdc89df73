package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyTest {
    @Test
    void countsEqualLabels() {
        Accuracy accuracy = Accuracy.of(new int[] {0, 1, 2, 2}, new int[] {0, 2, 2, 2});
        assertThat(accuracy).isEqualTo(new Accuracy(3, 4));
        assertThat(accuracy.value()).isEqualTo(0.75);
    }

    @Test
    void wilsonIntervalOf9Of10() {
        // Known from textbooks: 0.596 … 0.982.
        Interval interval = Accuracy.of(9, 10).interval();
        assertThat(interval.low()).isCloseTo(0.5958, within(1e-4));
        assertThat(interval.high()).isCloseTo(0.9821, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "0, 10000", "10000, 10000", "9273, 10000", "1, 3"})
    void theIntervalHoldsTheShareAndStaysInside0And1(long correct, long total) {
        Accuracy accuracy = Accuracy.of(correct, total);
        assertThat(accuracy.interval().contains(accuracy.value())).isTrue();
        assertThat(accuracy.interval().low()).isBetween(0.0, 1.0);
        assertThat(accuracy.interval().high()).isBetween(0.0, 1.0);
        assertThat(accuracy.interval().width()).isPositive();
    }

    @Test
    void refusesWhatCannotBeCounted() {
        assertThatThrownBy(() -> Accuracy.of(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at least one prediction, but the total is 0");
        assertThatThrownBy(() -> Accuracy.of(5, 4)).hasMessage("expected 0 … 4 right predictions, but came 5");
        assertThatThrownBy(() -> Accuracy.of(-1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Accuracy.of(new int[2], new int[3]))
                .hasMessage("expected as many true labels as predictions, but there are 2 and 3");
        assertThatThrownBy(() -> Accuracy.of(new int[0], new int[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIntervalIsOrderedAndFinite() {
        assertThat(new Interval(1, 1).width()).isZero();
        assertThatThrownBy(() -> new Interval(2, 1))
                .hasMessage("the interval's low end 2.0 lies above its high end 1.0");
        assertThatThrownBy(() -> new Interval(Double.NaN, 1))
                .hasMessage("the interval's low end is NaN, but must be a finite number");
        assertThatThrownBy(() -> new Interval(0, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
