package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void isTheMiddleOfAnOddNumberAndTheMeanOfTheMiddleTwoOfAnEvenOne() {
        assertThat(Median.of(new double[] {9, 1, 5}).value()).isEqualTo(5);
        assertThat(Median.of(new double[] {9, 1, 5, 7}).value()).isEqualTo(6);
        assertThat(Median.of(new double[] {3})).isEqualTo(new Median(3, new Interval(3, 3), 1));
        assertThatThrownBy(() -> Median.of(new double[0])).hasMessageContaining("came none");
    }

    @Test
    void theIntervalIsBetweenOrderStatistics() {
        double[] values = IntStream.rangeClosed(1, 100).mapToDouble(i -> i).toArray();
        // 50 ± 1.96·√100/2 = 40.2 to 59.8: the 40th and, rounded outwards, the 61st value.
        assertThat(Median.of(values).interval()).isEqualTo(new Interval(40, 61));
    }

    @Test
    void theIntervalHoldsTheMedianInAboutNineteenOfTwentyCases() {
        Random random = new Random(7);
        int held = 0;
        for (int i = 0; i < 2000; i++) {
            double[] values = random.doubles(60).map(u -> -Math.log(1 - u)).toArray();
            if (Median.of(values).interval().contains(Math.log(2))) {
                held++;
            }
        }
        assertThat(held / 2000.0).isBetween(0.94, 0.985);
    }
}
