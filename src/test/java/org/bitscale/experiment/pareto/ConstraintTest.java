package org.bitscale.experiment.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bitscale.BadInputException;
import org.bitscale.experiment.pareto.Constraint.Limit;
import org.bitscale.experiment.run.Measure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTest {

    @ParameterizedTest
    @CsvSource({
        "accuracy>=0.9, ACCURACY, AT_LEAST, 0.9",
        "accuracy >= 90%, ACCURACY, AT_LEAST, 0.9",
        "packed_size<=20000, PACKED_SIZE, AT_MOST, 20000",
        "packed-size<=20KiB, PACKED_SIZE, AT_MOST, 20480",
        "file_size<=0.5MB, FILE_SIZE, AT_MOST, 500000",
        "file_size<=1.5 mib, FILE_SIZE, AT_MOST, 1572864",
        "bops<=2e9, BOPS, AT_MOST, 2e9",
        "latency<=2ms, LATENCY, AT_MOST, 2",
        "loss<=0.3nats, LOSS, AT_MOST, 0.3"
    })
    void isRead(String text, Measure measure, Limit limit, double value) {
        assertThat(Constraint.parse(text)).isEqualTo(new Constraint(measure, limit, value));
        assertThat(Constraint.parse(Constraint.parse(text).text())).isEqualTo(Constraint.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "accuracy",
                "accuracy>0.9",
                "accuracy>=",
                "accuracy=0.9",
                "accuracy>=-1",
                "accuracy>=1.2.3",
                "speed>=1",
                "accuracy>=90",
                "accuracy>=0.9KiB",
                "packed_size<=20%",
                "packed_size<=20Ki",
                "bops<=2GB",
                "latency<=2s",
                "packed_size<=1e999"
            })
    void saysWhatIsWrong(String text) {
        assertThatThrownBy(() -> Constraint.parse(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("expected")
                .hasMessageNotContaining("\n");
    }
}
