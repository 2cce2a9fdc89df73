package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.bitscale.eval.Interval;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradeOffAxesTest {
    private static TradeOffAxes axes(double... kibAndAccuracy) {
        List<TradeOffPoint> points = new ArrayList<>();
        for (int i = 0; i < kibAndAccuracy.length; i += 2) {
            double accuracy = kibAndAccuracy[i + 1];
            points.add(new TradeOffPoint(
                    "", "s", kibAndAccuracy[i] * Sizes.KIB, accuracy, new Interval(accuracy, accuracy), true));
        }
        return TradeOffAxes.of(points, 900, 600);
    }

    @Test
    void sizesBeyondAFactorOf8AreLogarithmic() {
        assertThat(axes(10, 0.9, 80, 0.9).size()).isInstanceOf(NumberAxis.class);
        TradeOffAxes axes = axes(10, 0.9, 81, 0.9);
        assertThat(axes.size()).isInstanceOf(LogAxis.class);
        assertThat(axes.size().getLabel()).isEqualTo("Packed size (KiB, logarithmic)");
        assertThat(((LogAxis) axes.size()).getBase()).isEqualTo(2);
    }

    @Test
    void largeModelsAreShownInMebibytes() {
        TradeOffAxes axes = axes(20_000, 0.9, 90_000, 0.9);
        assertThat(axes.size().getLabel()).isEqualTo("Packed size (MiB)");
        assertThat(axes.bytesPerUnit()).isEqualTo(Sizes.MIB);
        assertThat(axes.size().getRange().contains(20_000 / 1024.0)).isTrue();
    }

    @Test
    void nearlyEqualPointsAreNotBlownUp() {
        TradeOffAxes axes = axes(100, 0.9000, 100.01, 0.9001);
        assertThat(axes.size().getRange().getLength()).isGreaterThan(10);
        assertThat(axes.accuracy().getRange().getLength()).isGreaterThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.99", "0, 0.02", "1, 0", "0.9999, 0.9998"})
    void noTickStandsBelow0OrAbove100Percent(double high, double low) {
        NumberAxis axis = axes(10, low, 20, high).accuracy();
        double step = axis.getTickUnit().getSize();
        assertThat(Math.floor(axis.getUpperBound() / step) * step).isLessThanOrEqualTo(100 + 1e-9);
        assertThat(Math.ceil(axis.getLowerBound() / step) * step).isGreaterThanOrEqualTo(0);
        assertThat(axis.getRange().contains(100 * high)).isTrue();
        assertThat(axis.getRange().contains(100 * low)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.7, 1", "1, 1", "1.1, 2", "3, 5", "0.03, 0.05", "6, 10", "120, 200"})
    void stepsAreRound(double step, double round) {
        assertThat(TradeOffAxes.niceStep(step)).isCloseTo(round, within(1e-12));
    }
}
