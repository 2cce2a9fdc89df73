package org.bitscale.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting of a stream of values in bounded memory. */
class ValueHistogramTest {

    private static float[] values(long seed, int count, double scale) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * (random.nextDouble() - 0.3) * Math.pow(random.nextDouble(), 3));
        }
        return values;
    }

    @Test
    void a_few_values_by_hand() {
        ValueHistogram histogram = ValueHistogram.of(0, 0.5f, 1, 2047);
        assertThat(histogram.exponent()).isZero();
        assertThat(histogram.first()).isZero();
        assertThat(histogram.bins()).isEqualTo(2048);
        assertThat(histogram.counts()[0]).isEqualTo(2);
        assertThat(histogram.counts()[1]).isEqualTo(1);
        assertThat(histogram.counts()[2047]).isEqualTo(1);
        assertThat(ValueHistogram.of(-1, 3).border(0)).isEqualTo(-1);
        assertThat(ValueHistogram.of(5, 5).total()).isEqualTo(2);
    }

    @Test
    void bins_are_merged_in_pairs_when_a_value_lies_outside() {
        ValueHistogram small = ValueHistogram.of(0, 1, 2, 3, 2047);
        ValueHistogram wide = small.merged(ValueHistogram.of(2048));
        assertThat(wide.width()).isEqualTo(2 * small.width());
        assertThat(wide.counts()[0]).isEqualTo(2);
        assertThat(wide.counts()[1]).isEqualTo(2);
        assertThat(wide.counts()[1023]).isEqualTo(1);
        assertThat(wide.counts()[1024]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void counts_are_kept_and_the_order_does_not_matter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Float> all = new ArrayList<>();
        List<ValueHistogram> batches = new ArrayList<>();
        for (int b = 0; b < 9; b++) {
            float[] batch = values(seed * 100 + b, 500, Math.scalb(1.0, random.nextInt(-12, 12)));
            for (float value : batch) {
                all.add(value);
            }
            batches.add(ValueHistogram.of(batch));
        }
        ValueHistogram forwards = ValueHistogram.EMPTY;
        ValueHistogram backwards = ValueHistogram.EMPTY;
        double width = 0;
        for (int b = 0; b < 9; b++) {
            forwards = forwards.merged(batches.get(b));
            backwards = backwards.merged(batches.get(8 - b));
            assertThat(forwards.total()).isEqualTo(500L * (b + 1));
            assertThat(forwards.bins()).isLessThanOrEqualTo(ValueHistogram.MOST_BINS);
            assertThat(forwards.width()).isGreaterThanOrEqualTo(width);
            width = forwards.width();
        }
        float[] together = new float[all.size()];
        for (int i = 0; i < together.length; i++) {
            together[i] = all.get(i);
        }
        assertThat(forwards).isEqualTo(backwards).isEqualTo(ValueHistogram.of(together));
        assertThat(ValueHistogram.of(forwards.exponent(), forwards.first(), forwards.counts()))
                .isEqualTo(forwards);
        for (int i = 0; i < forwards.bins(); i++) {
            double low = forwards.border(i);
            double high = forwards.border(i + 1);
            assertThat(forwards.counts()[i])
                    .isEqualTo(all.stream().filter(v -> v >= low && v < high).count());
        }
    }

    @Test
    void quantiles_of_evenly_spread_values() {
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 10f * i / values.length - 5;
        }
        ValueHistogram histogram = ValueHistogram.of(values);
        for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 0.999}) {
            assertThat(histogram.quantile(share)).isCloseTo(10 * share - 5, within(2e-4));
        }
    }

    @Test
    void edges() {
        assertThat(ValueHistogram.of()).isEqualTo(ValueHistogram.EMPTY);
        assertThat(ValueHistogram.of(0, 0, 0).total()).isEqualTo(3);
        assertThat(ValueHistogram.of(Float.MAX_VALUE, -Float.MAX_VALUE).total()).isEqualTo(2);
        assertThat(ValueHistogram.of(Float.MIN_VALUE)
                        .merged(ValueHistogram.of(1))
                        .total())
                .isEqualTo(2);
        assertThatThrownBy(() -> ValueHistogram.of(Float.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValueHistogram.EMPTY.quantile(0.5)).isInstanceOf(IllegalStateException.class);
    }
}
