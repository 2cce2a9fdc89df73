package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartThemeTest {
    static Stream<ChartTheme> themes() {
        return Stream.of(ChartTheme.light(), ChartTheme.dark());
    }

    @ParameterizedTest
    @MethodSource("themes")
    void manySeriesDifferInColourOrShape(ChartTheme theme) {
        Set<List<Object>> looks = new HashSet<>();
        for (int i = 0; i < 42; i++) {
            looks.add(List.of(theme.seriesColour(i), theme.seriesShape(i).getBounds2D(), i % 6));
        }
        assertThat(looks).hasSize(42);
        assertThat(theme.seriesColour(42)).isEqualTo(theme.seriesColour(0));
    }

    @ParameterizedTest
    @MethodSource("themes")
    void textAndTheFirstSeriesStandOutFromTheGround(ChartTheme theme) {
        // The ratios that WCAG 2.2 asks of text (enhanced, minimum) and of graphics.
        assertThat(contrast(theme.text(), theme.plot())).isGreaterThan(7);
        assertThat(contrast(theme.text(), theme.background())).isGreaterThan(7);
        assertThat(contrast(theme.muted(), theme.background())).isGreaterThan(4.5);
        assertThat(contrast(theme.front(), theme.plot())).isGreaterThan(4.5);
        for (int i = 0; i < 3; i++) {
            assertThat(contrast(theme.seriesColour(i), theme.plot())).isGreaterThan(3);
        }
    }

    private static double contrast(Color a, Color b) {
        double first = luminance(a);
        double second = luminance(b);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(int component) {
        double share = component / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    @Test
    void needsASeriesColour() {
        assertThatThrownBy(() -> new ChartTheme(
                        Color.WHITE, Color.WHITE, Color.GRAY, Color.BLACK, Color.BLACK, Color.BLACK, List.of()))
                .hasMessage("a chart theme needs at least one series colour");
    }
}
