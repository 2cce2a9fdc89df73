package org.bitscale.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NumberFormatsTest {

    static Stream<LevelFormat> levelFormats() {
        List<LevelFormat> formats = new ArrayList<>(List.of(
                new BinaryFormat(),
                IntegerFormat.TERNARY,
                FloatFormat.E4M3,
                FloatFormat.E5M2,
                FloatFormat.E3M2,
                FloatFormat.E2M3,
                FloatFormat.E2M1));
        for (int bits = 1; bits <= 16; bits++) {
            formats.add(IntegerFormat.unsigned(bits));
            if (bits > 1) {
                formats.add(IntegerFormat.weights(bits));
            }
        }
        return formats.stream();
    }

    /** Every level, rising. */
    private static float[] levels(LevelFormat format) {
        if (format instanceof FloatFormat small) {
            float[] levels = small.levels();
            float[] finite = new float[levels.length];
            int count = 0;
            for (float level : levels) {
                if (Float.isFinite(level)) {
                    finite[count++] = level;
                }
            }
            Arrays.sort(finite, 0, count);
            return Arrays.copyOf(finite, count);
        }
        List<Float> whole = new ArrayList<>();
        for (float level = format.lowest(); level <= format.largest(); level++) {
            if (!(format instanceof BinaryFormat) || level != 0) {
                whole.add(level);
            }
        }
        float[] levels = new float[whole.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = whole.get(i);
        }
        return levels;
    }

    @ParameterizedTest
    @MethodSource("levelFormats")
    void representableValuesSurvive(LevelFormat format) {
        for (float level : levels(format)) {
            assertThat(format.nearest(level)).isEqualTo(level);
            assertThat(format.level(format.code(level))).isEqualTo(level);
        }
        assertThat(levels(format)[0]).isEqualTo(format.lowest());
        assertThat(levels(format)[levels(format).length - 1]).isEqualTo(format.largest());
    }

    @ParameterizedTest
    @MethodSource("levelFormats")
    void everythingGoesToTheNearestLevelAndKeepsItsOrder(LevelFormat format) {
        float[] levels = levels(format);
        Random random = new Random(7);
        float[] positions = new float[2000];
        for (int i = 0; i < positions.length; i++) {
            double reach = i % 2 == 0 ? 1.2 : Math.pow(2, -random.nextInt(20));
            positions[i] = (float) ((random.nextDouble() * 2 - 1) * reach * format.largest());
        }
        Arrays.sort(positions);
        float before = format.lowest();
        for (float position : positions) {
            float rounded = format.nearest(position);
            int place = Arrays.binarySearch(levels, rounded == 0 ? Math.abs(rounded) : rounded);
            assertThat(place).as("%s is no level of %s", rounded, format).isNotNegative();
            double distance = Math.abs((double) position - rounded);
            if (place > 0) {
                assertThat(distance).isLessThanOrEqualTo(Math.abs((double) position - levels[place - 1]));
            }
            if (place + 1 < levels.length) {
                assertThat(distance).isLessThanOrEqualTo(Math.abs((double) position - levels[place + 1]));
            }
            assertThat(rounded).isGreaterThanOrEqualTo(before);
            before = rounded;
        }
    }

    /** From the OCP Microscaling Formats specification 1.0 and Micikevicius et al. 2022, table 1. */
    @Test
    void limitsOfSmallFloats() {
        assertThat(FloatFormat.E4M3.largest()).isEqualTo(448);
        assertThat(FloatFormat.E4M3.level(0x7E)).isEqualTo(448);
        assertThat(FloatFormat.E4M3.level(0x7F)).isNaN();
        assertThat(FloatFormat.E4M3.level(0xFF)).isNaN();
        assertThat(FloatFormat.E4M3.level(0x08)).isEqualTo((float) Math.pow(2, -6));
        assertThat(FloatFormat.E4M3.level(0x01)).isEqualTo((float) Math.pow(2, -9));
        assertThat(FloatFormat.E5M2.largest()).isEqualTo(57344);
        assertThat(FloatFormat.E5M2.level(0x7B)).isEqualTo(57344);
        assertThat(FloatFormat.E5M2.level(0x7C)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatFormat.E5M2.level(0xFC)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatFormat.E5M2.level(0x7D)).isNaN();
        assertThat(FloatFormat.E5M2.level(0x01)).isEqualTo((float) Math.pow(2, -16));
        assertThat(FloatFormat.E3M2.largest()).isEqualTo(28);
        assertThat(FloatFormat.E3M2.level(1)).isEqualTo(0.0625f);
        assertThat(FloatFormat.E2M3.largest()).isEqualTo(7.5f);
        assertThat(FloatFormat.E2M3.level(1)).isEqualTo(0.125f);
        assertThat(FloatFormat.E2M1.levels())
                .containsExactly(0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0f, -0.5f, -1, -1.5f, -2, -3, -4, -6);
    }

    @Test
    void tiesGoToEvenCodesAndMagnitudesBeyondTheLargestSaturate() {
        assertThat(FloatFormat.E2M1.nearest(0.25f)).isEqualTo(0);
        assertThat(FloatFormat.E2M1.nearest(0.75f)).isEqualTo(1);
        assertThat(FloatFormat.E2M1.nearest(2.5f)).isEqualTo(2);
        assertThat(FloatFormat.E2M1.nearest(-3.5f)).isEqualTo(-4);
        assertThat(FloatFormat.E2M1.nearest(5)).isEqualTo(4);
        assertThat(FloatFormat.E2M1.nearest(1e30f)).isEqualTo(6);
        assertThat(FloatFormat.E5M2.nearest(Float.NEGATIVE_INFINITY)).isEqualTo(-57344);
    }

    @Test
    void scalesOfBlocksAreEveryPowerOfTwo() {
        for (int code = 0; code < 255; code++) {
            float scale = PowerOfTwoScale.of(code);
            assertThat((double) scale).isEqualTo(Math.pow(2, code - 127));
            assertThat(PowerOfTwoScale.code(scale)).isEqualTo(code);
        }
        assertThat(PowerOfTwoScale.of(255)).isNaN();
        assertThat(PowerOfTwoScale.code(Float.NaN)).isEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource({"6, 1", "4, 1", "3.9, 0.5", "7.9, 1", "8, 2", "0.375, 0.0625", "0, 1"})
    void aBlockOfFourBitsHasTheScaleOfTheSpecification(float largest, float scale) {
        assertThat(PowerOfTwoScale.ofBlock(largest, FloatFormat.E2M1)).isEqualTo(scale);
    }

    @Test
    void signsAndThreeValuesHaveTheScaleOfSmallestError() {
        assertThat(SignScales.binary(new float[] {1, -2, 3, 0})).isEqualTo(1.5f);
        assertThat(SignScales.ternary(new float[] {0.1f, -4, 5, 0.2f})).isEqualTo(4.5f);
        assertThat(SignScales.ternary(new float[3])).isEqualTo(1);
        Random random = new Random(3);
        float[] values = new float[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float best = SignScales.ternary(values);
        double error = ScaleSearch.squaredError(values, best, IntegerFormat.TERNARY);
        for (double factor = 0.5; factor < 2; factor += 0.01) {
            assertThat(error)
                    .isLessThanOrEqualTo(
                            ScaleSearch.squaredError(values, (float) (best * factor), IntegerFormat.TERNARY));
        }
    }

    @Test
    void sharedValuesAreTheMeansOfThoseNearest() {
        float[] values = {0, 0.1f, 0.2f, 5, 5.2f, -3};
        float[] centroids = Centroids.of(values, 3);
        assertThat(centroids).containsExactly(-3, 0.1f, 5.1f);
        assertThat(Centroids.nearest(centroids, 2)).isEqualTo(1);
        assertThat(Centroids.nearest(centroids, 2.7f)).isEqualTo(2);
        assertThat(Centroids.nearest(centroids, -100)).isZero();
        assertThat(Centroids.of(new float[] {2, 2}, 4)).contains(2);
        assertThat(Centroids.ternary(new float[] {-1, -3, 0.01f, 4})).containsExactly(-2, 0, 4);
        assertThat(Centroids.ternary(0.2f, 4)).isEqualTo(1);
        assertThat(Centroids.ternary(-0.3f, 4)).isZero();
    }

    @ParameterizedTest
    @EnumSource(WeightFormat.class)
    void aSpecificationKnowsItsFormat(WeightFormat format) {
        TensorQuantSpec spec = format.spec(4, ScaleSharing.CHANNEL);
        assertThat(WeightFormat.of(spec)).isEqualTo(format);
        assertThat(WeightFormat.parse(format.word())).isEqualTo(format);
        assertThat(spec.symmetric()).isTrue();
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThatThrownBy(() -> WeightFormat.parse("fp5"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("mxfp4_e2m1")
                .hasMessageContaining("'fp5' came");
        assertThatThrownBy(() -> TensorQuantSpec.weights(new Codebook(4), ScaleSharing.of(Granularity.GROUP, 32)))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> new Codebook(9)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> ScaleSharing.of(Granularity.GROUP, 1)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> new IntegerFormat(1, true, false)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> new FloatFormat(6, 1, FloatFormat.Specials.NONE))
                .isInstanceOf(BadInputException.class);
    }
}
