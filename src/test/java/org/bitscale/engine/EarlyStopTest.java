package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyStopTest {

    private static List<Training.Validation> accuracies(double... values) {
        return Arrays.stream(values)
                .mapToObj(value -> new Training.Validation(1 - value, value))
                .toList();
    }

    @Test
    void theEarlierOfEqualEpochsIsTheBest() {
        EarlyStop stop = new EarlyStop(2, EarlyStop.Measure.ACCURACY);
        assertThat(stop.best(accuracies(0.5, 0.7, 0.7))).isEqualTo(1);
        assertThat(stop.ends(accuracies(0.5, 0.7, 0.7))).isFalse();
        assertThat(stop.ends(accuracies(0.5, 0.7, 0.7, 0.6))).isTrue();
    }

    @Test
    void aSmallerLossIsBetterAndNoNumberIsNot() {
        EarlyStop stop = new EarlyStop(1, EarlyStop.Measure.LOSS);
        List<Training.Validation> epochs = List.of(
                new Training.Validation(Double.NaN, 0.9),
                new Training.Validation(2, 0.1),
                new Training.Validation(1, 0.1));
        assertThat(stop.best(epochs)).isEqualTo(2);
        assertThat(stop.ends(epochs)).isFalse();
        assertThatThrownBy(() -> new EarlyStop(0, EarlyStop.Measure.LOSS)).hasMessageContaining("at least 1");
    }
}
