package org.bitscale.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How ranges are chosen. */
class RangeRuleTest {

    private static final IntegerFormat EIGHT = IntegerFormat.unsigned(8);

    private static float[] normal(long seed, int count, boolean positive) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double sum = -6;
            for (int k = 0; k < 12; k++) {
                sum += random.nextDouble();
            }
            values[i] = (float) (positive ? Math.max(0, sum) : sum + 0.5);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minmax",
                "moving-average",
                "percentile 99.99",
                "percentile 50",
                "percentile 100",
                "mse",
                "entropy"
            })
    void what_is_written_is_read_back(String text) {
        assertThat(RangeRule.parse(text).toString()).isEqualTo(text);
        assertThat(RangeRule.parse("  " + text.toUpperCase(java.util.Locale.ROOT) + " ")
                        .toString())
                .isEqualTo(text);
    }

    @Test
    void a_percentile_without_a_number_is_the_usual() {
        assertThat(RangeRule.parse("percentile")).isEqualTo(new RangeRule.Percentile(99.99));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "max", "percentile 12", "percentile 101", "percentile x", "mse 3", "percentile99"})
    void anything_else_is_refused_in_one_line(String text) {
        assertThatThrownBy(() -> RangeRule.parse(text))
                .isInstanceOf(BadInputException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains("expected"));
    }

    @Test
    void the_moving_average_follows_a_tenth_of_the_way() {
        Observer observer = new Observer();
        observer.observe(Summary.of(-1, 10));
        observer.observe(Summary.of(-2, 20));
        Summary summary = observer.summary();
        Range range = new RangeRule.MovingAverage().ofActivations(summary, EIGHT);
        assertThat(range.min()).isCloseTo(-1.1f, within(1e-6f));
        assertThat(range.max()).isCloseTo(11, within(1e-6f));
        assertThat(RangeRule.MIN_MAX.ofActivations(summary, EIGHT)).isEqualTo(new Range(-2, 20));
    }

    @Test
    void percentiles_of_evenly_spread_values() {
        float[] values = new float[100_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 100_000f;
        }
        RangeRule rule = new RangeRule.Percentile(99);
        Range range = rule.ofActivations(Summary.of(values), EIGHT);
        assertThat(range.min()).isZero();
        assertThat(range.max()).isCloseTo(0.99f, within(1e-3f));
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * values[i] - 1;
        }
        range = rule.ofActivations(Summary.of(values), EIGHT);
        assertThat(range.min()).isCloseTo(-0.98f, within(1e-3f));
        assertThat(range.max()).isCloseTo(0.98f, within(1e-3f));
        assertThat(rule.ofWeights(values, IntegerFormat.weights(8))).isCloseTo(0.99f / 127, within(1e-5f));
        assertThat(new RangeRule.Percentile(100).ofActivations(Summary.of(values), EIGHT))
                .isEqualTo(new Range(-1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, true",
        "1, 4, true",
        "2, 8, true",
        "1, 2, false",
        "2, 4, false",
        "3, 8, false",
        "4, 3, false",
        "5, 6, false"
    })
    void mse_is_never_worse_than_minmax(long seed, int bits, boolean positive) {
        float[] values = normal(seed, 4000, positive);
        values[7] = positive ? 30 : -30;
        IntegerFormat format = IntegerFormat.unsigned(bits);
        Summary summary = Summary.of(values);
        double chosen = squaredError(
                values, QParams.ofRange(new RangeRule.Mse().ofActivations(summary, format), format, false), format);
        double widest = squaredError(values, QParams.ofRange(summary.range(), format, false), format);
        assertThat(chosen).isLessThanOrEqualTo(widest);
        IntegerFormat signed = IntegerFormat.weights(bits);
        double weights = ScaleSearch.squaredError(values, new RangeRule.Mse().ofWeights(values, signed), signed);
        double plain = ScaleSearch.squaredError(values, RangeRule.MIN_MAX.ofWeights(values, signed), signed);
        assertThat(weights).isLessThanOrEqualTo(plain);
    }

    private static double squaredError(float[] values, QParams parameters, IntegerFormat format) {
        double error = 0;
        float[] kept = parameters.fakeQuantize(values, format);
        for (int i = 0; i < values.length; i++) {
            error += ((double) values[i] - kept[i]) * ((double) values[i] - kept[i]);
        }
        return error;
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "moving-average", "percentile 99", "mse", "entropy"})
    void zero_stays_representable_and_nothing_gives_nothing(String text) {
        RangeRule rule = RangeRule.parse(text);
        for (float[] values : new float[][] {{0, 0}, {3, 3.5f}, {-4, -3}, {-1e-20f, 2e-20f}, {-1, 100, 0, 2}}) {
            QParams parameters = QParams.ofRange(rule.ofActivations(Summary.of(values), EIGHT), EIGHT, false);
            assertThat(parameters.dequantize(parameters.quantize(0, EIGHT))).isZero();
        }
        assertThat(rule.ofWeights(new float[3], IntegerFormat.weights(4))).isEqualTo(1);
        assertThat(rule.ofWeights(new float[] {-7, 2}, IntegerFormat.weights(4)))
                .isPositive();
    }

    @Test
    void entropy_cuts_a_far_outlier_off() {
        float[] values = normal(1, 100_000, true);
        values[0] = 60;
        Range range = new RangeRule.Entropy().ofActivations(Summary.of(values), EIGHT);
        assertThat(range.max()).isBetween(3f, 12f);
        float scale = new RangeRule.Entropy().ofWeights(normal(2, 50_000, false), IntegerFormat.weights(8));
        assertThat(scale * 127).isBetween(3f, 7f);
    }

    /** The same figure from its definition, with one entry for each value instead of a histogram. */
    @Test
    void the_divergence_is_what_its_definition_says() {
        // Bins 0 to 7 of width 1; 2 bits over [0, 6): codes at 0, 2, 4, 6.
        ValueHistogram histogram = new ValueHistogram(0, 0, new long[] {4, 2, 0, 6, 1, 3, 2, 1});
        Range range = new Range(0, 6);
        // Middles 0.5 … 5.5 are within; 6.5 and 7.5 are added to the last. Codes: 0 1 1 2 2 3 (rint of middle / 2).
        double[] p = {4, 2, 0, 6, 1, 3 + 2 + 1};
        double[] q = {4, 2, 0, 3.5, 3.5, 3};
        double expected = 0;
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0) {
                expected += p[i] / 19 * Math.log(p[i] / 19 / (q[i] / 16));
            }
        }
        assertThat(Divergence.of(histogram, range, IntegerFormat.unsigned(2), false))
                .isCloseTo(expected, within(1e-12));
        assertThat(Divergence.of(histogram, new Range(0, 0.25f), IntegerFormat.unsigned(2), false))
                .isInfinite();
    }
}
