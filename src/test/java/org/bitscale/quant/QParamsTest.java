package org.bitscale.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QParamsTest {

    private static final IntegerFormat UINT8 = IntegerFormat.unsigned(8);

    @Test
    void roundsHalfToEvenAndClamps() {
        QParams parameters = new QParams(0.5f, 10);
        float[] x = {-100, -5.25f, -0.25f, 0, 0.25f, 0.75f, 1, 1.25f, 122.4f, 1e9f};
        assertThat(parameters.quantize(x, UINT8)).containsExactly(0, 0, 10, 10, 10, 12, 12, 12, 255, 255);
        assertThat(parameters.fakeQuantize(x, UINT8)).containsExactly(-5, -5, 0, 0, 0, 1, 1, 1, 122.5f, 122.5f);
        assertThat(parameters.dequantize(new int[] {0, 10, 255})).containsExactly(-5, 0, 122.5f);
    }

    @Test
    void infinitiesAreClamped() {
        QParams parameters = new QParams(1, 3);
        assertThat(parameters.quantize(Float.POSITIVE_INFINITY, UINT8)).isEqualTo(255);
        assertThat(parameters.quantize(Float.NEGATIVE_INFINITY, UINT8)).isZero();
        assertThat(parameters.quantize(-Float.MAX_VALUE, IntegerFormat.weights(4)))
                .isEqualTo(-8);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void refusesScalesThatAreNone(float scale) {
        assertThatThrownBy(() -> new QParams(scale, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive and finite");
    }

    @Test
    void rangeOfActivations() {
        QParams parameters = QParams.ofRange(new Range(-1, 2), UINT8, false);
        assertThat(parameters.scale()).isEqualTo(3f / 255);
        assertThat(parameters.zeroPoint()).isEqualTo(85);
    }

    @Test
    void rangeIsWidenedToContainZero() {
        assertThat(QParams.ofRange(new Range(1, 2), UINT8, false)).isEqualTo(new QParams(2f / 255, 0));
        assertThat(QParams.ofRange(new Range(-2, -1), UINT8, false)).isEqualTo(new QParams(2f / 255, 255));
        assertThat(QParams.ofRange(new Range(0, 0), UINT8, false)).isEqualTo(new QParams(1, 0));
    }

    @Test
    void tinyRangesGetScaleOne() {
        assertThat(QParams.ofRange(new Range(0, 1e-40f), UINT8, false).scale()).isEqualTo(1);
        assertThat(QParams.ofRange(new Range(-Float.MAX_VALUE, Float.MAX_VALUE), UINT8, false)
                        .scale())
                .isEqualTo((float) (2.0 * Float.MAX_VALUE / 255));
    }

    static Stream<IntegerFormat> formats() {
        return IntStream.rangeClosed(2, 8)
                .boxed()
                .flatMap(bits -> Stream.of(
                        IntegerFormat.unsigned(bits),
                        IntegerFormat.weights(bits),
                        new IntegerFormat(bits, true, true)));
    }

    private static QParams random(Random random, IntegerFormat format) {
        float scale = (float) Math.exp(8 * random.nextGaussian());
        int zeroPoint = format.signed() ? 0 : random.nextInt(format.qmax() + 1);
        return new QParams(Math.max(Float.MIN_NORMAL, Math.min(1e30f, scale)), zeroPoint);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void representableValuesSurvive(IntegerFormat format) {
        Random random = new Random(1);
        for (int trial = 0; trial < 200; trial++) {
            QParams parameters = random(random, format);
            int[] codes = IntStream.rangeClosed(format.qmin(), format.qmax()).toArray();
            float[] values = parameters.dequantize(codes);
            assertThat(parameters.quantize(values, format)).as("%s", parameters).isEqualTo(codes);
            assertThat(parameters.fakeQuantize(values, format)).isEqualTo(values);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void isMonotoneAndStaysInRange(IntegerFormat format) {
        Random random = new Random(2);
        for (int trial = 0; trial < 200; trial++) {
            QParams parameters = random(random, format);
            float[] x = new float[64];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (300 * random.nextGaussian()) * parameters.scale();
            }
            Arrays.sort(x);
            int[] codes = parameters.quantize(x, format);
            assertThat(codes).as("%s", parameters).isSorted();
            assertThat(codes[0]).isGreaterThanOrEqualTo(format.qmin());
            assertThat(codes[codes.length - 1]).isLessThanOrEqualTo(format.qmax());
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void errorIsAtMostHalfAStepWithinTheRange(IntegerFormat format) {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            QParams parameters = random(random, format);
            float low = parameters.dequantize(format.qmin());
            float high = parameters.dequantize(format.qmax());
            for (int i = 0; i < 50; i++) {
                float x = low + random.nextFloat() * (high - low);
                float y = parameters.dequantize(parameters.quantize(x, format));
                assertThat((double) y).as("%s of %s", parameters, x).isCloseTo(x, within(0.50001 * parameters.scale()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyRangeContainsZeroExactly(IntegerFormat format) {
        Random random = new Random(4);
        for (int trial = 0; trial < 500; trial++) {
            float a = (float) (random.nextGaussian() * Math.exp(5 * random.nextGaussian()));
            float b = (float) (random.nextGaussian() * Math.exp(5 * random.nextGaussian()));
            QParams parameters = QParams.ofRange(new Range(Math.min(a, b), Math.max(a, b)), format, format.signed());
            assertThat(parameters.zeroPoint()).isBetween(format.qmin(), format.qmax());
            assertThat(parameters.dequantize(parameters.quantize(0, format))).isZero();
        }
    }
}
