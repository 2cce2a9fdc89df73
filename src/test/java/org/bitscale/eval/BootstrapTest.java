package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void manyValuesGiveTheNormalInterval() {
        double[] values =
                new SplittableRandom(5).doubles(10_000).map(u -> -Math.log(u)).toArray();
        Interval interval = Bootstrap.ofMean(values, 1);
        Moments moments = Moments.of(values);
        Interval normal = moments.interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(normal.low(), within(0.1 * normal.width()));
        assertThat(interval.high()).isCloseTo(normal.high(), within(0.1 * normal.width()));
    }

    @Test
    void theSeedDecides() {
        double[] values = {1, 5, 2, 8, 3};
        assertThat(Bootstrap.ofMean(values, 7)).isEqualTo(Bootstrap.ofMean(values, 7));
        assertThat(Bootstrap.ofMean(values, 7).contains(3.8)).isTrue();
        assertThat(Bootstrap.ofMean(values, 7).low()).isBetween(1.0, 3.0);
        assertThat(Bootstrap.ofMean(values, 7).high()).isBetween(5.0, 8.0);
    }

    @Test
    void equalValuesHaveNoWidth() {
        assertThat(Bootstrap.ofMean(new double[] {0.1, 0.1, 0.1}, 0)).isEqualTo(new Interval(0.1, 0.1));
        assertThat(Bootstrap.ofMean(new double[] {4}, 0)).isEqualTo(new Interval(4, 4));
    }

    @Test
    void refusesWhatHasNoMean() {
        assertThatThrownBy(() -> Bootstrap.ofMean(new double[0], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bootstrap.ofMean(new double[] {Double.POSITIVE_INFINITY}, 0))
                .hasMessage("value[0] is Infinity, but must be a finite number");
    }
}
