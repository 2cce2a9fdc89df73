package org.bitscale.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bitscale.eval.Direction;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisScaleTest {
    private static AxisScale size(double smallestKib, double largestKib) {
        return of(AxisUnit.BYTES, smallestKib * Sizes.KIB, largestKib * Sizes.KIB);
    }

    private static AxisScale of(AxisUnit unit, double smallest, double largest) {
        ChartAxis axis = new ChartAxis("Packed size", unit, Direction.MINIMISE);
        return AxisScale.across(axis, new AxisScale.Extent(smallest, largest, smallest, largest), 900);
    }

    @Test
    void valuesBeyondAFactorOf8AreLogarithmic() {
        assertThat(size(10, 80).axis()).isInstanceOf(NumberAxis.class);
        AxisScale scale = size(10, 81);
        assertThat(scale.axis()).isInstanceOf(LogAxis.class);
        assertThat(scale.axis().getLabel()).isEqualTo("Packed size (KiB, logarithmic)");
        assertThat(((LogAxis) scale.axis()).getBase()).isEqualTo(2);
        assertThat(of(AxisUnit.NATS, 0.01, 2).axis()).isInstanceOf(LogAxis.class);
        assertThat(of(AxisUnit.SHARE, 0.01, 1).axis()).isInstanceOf(NumberAxis.class);
        assertThat(of(AxisUnit.NATS, 0, 2).axis()).isInstanceOf(NumberAxis.class);
    }

    @Test
    void largeValuesAreShownInLargeUnits() {
        AxisScale scale = size(20_000, 90_000);
        assertThat(scale.axis().getLabel()).isEqualTo("Packed size (MiB)");
        assertThat(scale.unitSize()).isEqualTo(Sizes.MIB);
        assertThat(scale.axis().getRange().contains(20_000 / 1024.0)).isTrue();
        assertThat(of(AxisUnit.COUNT, 3e9, 5e9).axis().getLabel()).isEqualTo("Packed size (billions)");
        assertThat(of(AxisUnit.COUNT, 300, 500).axis().getLabel()).isEqualTo("Packed size");
        assertThat(of(AxisUnit.MILLISECONDS, 0.03, 0.05).axis().getLabel()).isEqualTo("Packed size (µs)");
    }

    @Test
    void nearlyEqualPointsAreNotBlownUp() {
        assertThat(size(100, 100.01).axis().getRange().getLength()).isGreaterThan(10);
        assertThat(of(AxisUnit.SHARE, 0.9, 0.9001).axis().getRange().getLength())
                .isGreaterThanOrEqualTo(1);
        assertThat(of(AxisUnit.NATS, 0, 0).axis().getRange().getLength()).isPositive();
    }

    @Test
    void anIntervalDownTo0IsCutOffOnALogarithmicAxis() {
        ChartAxis axis = new ChartAxis("Loss", AxisUnit.NATS, Direction.MINIMISE);
        AxisScale scale = AxisScale.upwards(axis, new AxisScale.Extent(0.1, 2, 0, 3), 600);
        assertThat(scale.shown(0)).isPositive().isLessThan(0.1);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.99", "0.02, 0", "1, 0", "0.9999, 0.9998"})
    void noTickStandsBelow0OrAbove100Percent(double high, double low) {
        NumberAxis axis = (NumberAxis) of(AxisUnit.SHARE, low, high).axis();
        double step = axis.getTickUnit().getSize();
        assertThat(Math.floor(axis.getUpperBound() / step) * step).isLessThanOrEqualTo(100 + 1e-9);
        assertThat(Math.ceil(axis.getLowerBound() / step) * step).isGreaterThanOrEqualTo(0);
        assertThat(axis.getRange().contains(100 * high)).isTrue();
        assertThat(axis.getRange().contains(100 * low)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.7, 1", "1, 1", "1.1, 2", "3, 5", "0.03, 0.05", "6, 10", "120, 200"})
    void stepsAreRound(double step, double round) {
        assertThat(AxisScale.niceStep(step)).isCloseTo(round, within(1e-12));
    }
}
