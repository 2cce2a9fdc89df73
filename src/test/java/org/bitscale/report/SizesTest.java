package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 B",
                "512 | 512 B",
                "1023 | 1,023 B",
                "1023.5 | 1.00 KiB",
                "1024 | 1.00 KiB",
                "10234 | 9.99 KiB",
                "10239 | 10.0 KiB",
                "80282 | 78.4 KiB",
                "102399 | 100 KiB",
                "318087 | 311 KiB",
                "1048063 | 1,023 KiB",
                "1048575 | 1.00 MiB",
                "1116426 | 1.06 MiB",
                "5e9 | 4.66 GiB",
                "5e15 | 4,547 TiB"
            })
    void threeDigitsAndTheUnitThatFits(double bytes, String text) {
        assertThat(Sizes.format(bytes)).isEqualTo(text);
    }

    @Test
    void theSameInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Sizes.format(80282)).isEqualTo("78.4 KiB");
            assertThat(Sizes.ratio(10, 39)).isEqualTo("3.9×");
            assertThat(Percent.format(0.9273)).isEqualTo("92.73 %");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void ratios() {
        assertThat(Sizes.ratio(100, 100)).isEqualTo("1.0×");
        assertThat(Sizes.ratio(1, 1234)).isEqualTo("1,234×");
        assertThat(Sizes.ratio(200, 100)).isEqualTo("0.5×");
    }

    @Test
    void refusesWhatIsNoSize() {
        assertThatThrownBy(() -> Sizes.format(-1)).hasMessage("expected a size of at least 0 bytes, but came -1.0");
        assertThatThrownBy(() -> Sizes.format(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sizes.ratio(0, 1)).hasMessage("expected two positive sizes, but came 0.0 and 1.0");
    }
}
