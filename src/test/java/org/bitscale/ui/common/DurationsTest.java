package org.bitscale.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "0.44, 0.4 s",
        "9.94, 9.9 s",
        "9.96, 10 s",
        "59.4, 59 s",
        "59.6, 1 min",
        "200, 3 min 20 s",
        "3599.6, 1 h",
        "7500, 2 h 5 min"
    })
    void readsAsPeopleSayIt(double seconds, String text) {
        assertThat(Durations.format(seconds)).isEqualTo(text);
    }
}
