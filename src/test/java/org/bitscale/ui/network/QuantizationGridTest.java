package org.bitscale.ui.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bitscale.eval.Sqnr;
import org.bitscale.experiment.Histogram;
import org.bitscale.quant.Range;
import org.bitscale.ui.network.QuantizationGrid.Kind;
import org.junit.jupiter.api.Test;

class QuantizationGridTest {

    /** 100 values spread evenly over each of so many bins from −1 to 1. */
    private static Histogram even(int bins) {
        long[] counts = new long[bins];
        java.util.Arrays.fill(counts, 100);
        return new Histogram(-1, 1, counts, 0);
    }

    @Test
    void theLargestWeightIsTheLargestCode() {
        QuantizationGrid grid = QuantizationGrid.of(new Histogram(-0.5f, 0.7f, new long[] {1}, 0), Kind.WEIGHTS, 4);

        assertThat(grid.step()).isCloseTo(0.1f, within(1e-7f));
        assertThat(grid.levels()).hasSize(16);
        assertThat(grid.highest()).isCloseTo(0.7f, within(1e-6f));
        assertThat(grid.lowest()).isCloseTo(-0.8f, within(1e-6f));
    }

    @Test
    void activationsTakeAllCodesFromTheSmallestToTheLargestValue() {
        QuantizationGrid grid = QuantizationGrid.of(new Histogram(0, 3, new long[] {1}, 0), Kind.ACTIVATIONS, 2);

        assertThat(grid.levels()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void roundingEvenValuesMakesTheNoiseOfAThirdOfAHalfStepSquared() {
        // Steps of 2/3 over [−1, 1], levels where no value is cut: noise step²/12, signal 1/3.
        QuantizationGrid grid = QuantizationGrid.activations(new Range(-1, 1), 8);
        QuantizationGrid.Fit fit = grid.fit(even(64));

        double step = 2 / 255.0;
        assertThat(fit.sqnr()).isCloseTo(10 * Math.log10((1 / 3.0) / (step * step / 12)), within(0.2));
        assertThat(fit.clipped()).isZero();
    }

    @Test
    void theEstimateIsCloseToTheRatioOfTheValuesThemselves() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble(-1, 1) + random.nextDouble(-1, 1) + random.nextDouble(-1, 1));
        }
        long[] counts = new long[Histogram.BINS];
        for (float value : values) {
            counts[(int) ((value + 3) / 6 * counts.length)]++;
        }
        for (int bits = 2; bits <= 8; bits++) {
            QuantizationGrid grid = QuantizationGrid.weights(2, bits); // some values lie beyond
            double exact = Sqnr.of(values, grid.params().fakeQuantize(values, grid.format()));

            assertThat(grid.fit(new Histogram(-3, 3, counts, 0)).sqnr())
                    .as("%d bits", bits)
                    .isCloseTo(exact, within(0.3));
        }
    }

    @Test
    void exactZerosHaveNoNoise() {
        // Half of all values are 0, as after a Relu, the others even over (0, 6].
        float[] values = new float[20_000];
        long[] counts = new long[Histogram.BINS];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? 0 : 6f * i / values.length;
            counts[Math.min(counts.length - 1, (int) (values[i] / 6 * counts.length))]++;
        }
        Histogram histogram = new Histogram(0, 6, counts, values.length / 2);
        for (int bits = 2; bits <= 8; bits++) {
            QuantizationGrid grid = QuantizationGrid.of(histogram, Kind.ACTIVATIONS, bits);
            double exact = Sqnr.of(values, grid.params().fakeQuantize(values, grid.format()));

            assertThat(grid.fit(histogram).sqnr()).as("%d bits", bits).isCloseTo(exact, within(0.1));
        }
    }

    @Test
    void whatLiesBeyondTheEndsIsClipped() {
        // Levels −1/2, −1/4, 0, 1/4: beyond −5/8 and 3/8 lie 3/8 and 5/8 of 2.
        QuantizationGrid grid = new QuantizationGrid(
                new org.bitscale.quant.QParams(0.25f, 2), org.bitscale.quant.IntegerFormat.unsigned(2));

        assertThat(grid.fit(even(64)).clipped()).isCloseTo((0.375 + 0.625) / 2, within(0.01));
    }

    @Test
    void aTensorOfOneValueHasNoNoise() {
        Histogram zeros = new Histogram(0, 0, new long[] {7, 0}, 0);

        assertThat(QuantizationGrid.of(zeros, Kind.WEIGHTS, 2).fit(zeros).sqnr())
                .isInfinite();
    }

    @Test
    void numbersAreShort() {
        assertThat(Numbers.significant(0.012345)).isEqualTo("0.0123");
        assertThat(Numbers.significant(-3.14159)).isEqualTo("-3.14");
        assertThat(Numbers.significant(1234.5)).isEqualTo("1230");
        assertThat(Numbers.significant(0.0000123)).isEqualTo("1.23e-5");
        assertThat(Numbers.step(2, 6)).isCloseTo(0.5, within(1e-12));
        assertThat(Numbers.tick(-0.5, 0.5)).isEqualTo("−0.5");
        assertThat(Numbers.tick(20, 10)).isEqualTo("20");
    }
}
