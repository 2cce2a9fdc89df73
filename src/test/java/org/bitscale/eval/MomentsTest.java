package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {

    @Test
    void threeValuesByHand() {
        Moments moments = Moments.of(new double[] {1, 2, 3});
        assertThat(moments.mean()).isEqualTo(2);
        assertThat(moments.standardDeviation()).hasValue(1);
        // t for 2 degrees of freedom is 4.30265273, over the root of 3.
        Interval interval = moments.interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(2 - 2.48413771, within(1e-8));
        assertThat(interval.high()).isCloseTo(2 + 2.48413771, within(1e-8));
    }

    @Test
    void oneValueHasNoSpread() {
        Moments moments = Moments.of(new double[] {0.1});
        assertThat(moments.mean()).isEqualTo(0.1);
        assertThat(moments.standardDeviation()).isEmpty();
        assertThat(moments.interval()).isEmpty();
    }

    @Test
    void equalValuesKeepTheirDigits() {
        Moments moments = Moments.of(new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1});
        assertThat(moments.mean()).isEqualTo(0.1);
        assertThat(moments.standardDeviation()).hasValue(0);
        assertThat(moments.interval()).hasValue(new Interval(0.1, 0.1));
    }

    /** Tables of the t distribution, the last line by its expansion about the normal distribution. */
    @ParameterizedTest
    @CsvSource({
        "1, 12.7062047364",
        "2, 4.30265272991",
        "3, 3.18244630528",
        "4, 2.77644510520",
        "9, 2.26215716274",
        "39, 2.02269092003",
        "100, 1.98397151845",
        "10000, 1.96020123989",
        "10001, 1.96020121616"
    })
    void quantilesAreExact(int degrees, double quantile) {
        assertThat(StudentT.quantile975(degrees)).isCloseTo(quantile, within(2e-9));
    }

    @Test
    void refusesWhatHasNoMean() {
        assertThatThrownBy(() -> Moments.of(new double[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Moments.of(new double[] {1, Double.NaN}))
                .hasMessage("value[1] is NaN, but must be a finite number");
    }
}
