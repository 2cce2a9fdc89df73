package org.bitscale.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounding that makes up for its errors. */
class SecondOrderRoundingTest {

    private static final IntegerFormat FOUR = IntegerFormat.weights(4);

    /** X·Xᵀ of correlated inputs. */
    private static double[] moments(SplittableRandom random, int size) {
        double[] moments = new double[size * size];
        for (int n = 0; n < 4 * size; n++) {
            double common = random.nextDouble();
            double[] x = random.doubles(size).map(v -> v + 3 * common).toArray();
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    moments[i * size + j] += x[i] * x[j];
                }
            }
        }
        return moments;
    }

    private static double error(float[] weights, int[] codes, float scale, double[] moments) {
        int size = weights.length;
        double error = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                error += (weights[i] - codes[i] * scale) * (weights[j] - codes[j] * scale) * moments[i * size + j];
            }
        }
        return error;
    }

    @Test
    void the_factor_is_that_of_the_inverse() {
        double[] matrix = {4, 2, 0.6, 2, 5, 1, 0.6, 1, 3};
        double[] u = SecondOrderRounding.upperFactorOfInverse(matrix, 3);
        // A · (UᵀU) = I
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double product = 0;
                for (int k = 0; k < 3; k++) {
                    for (int l = 0; l < 3; l++) {
                        product += matrix[i * 3 + k] * u[l * 3 + k] * u[l * 3 + j];
                    }
                }
                assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-12));
                if (j < i) {
                    assertThat(u[i * 3 + j]).isZero();
                }
            }
        }
    }

    @Test
    void the_second_weight_makes_up_for_the_first() {
        // Both inputs are always equal and weight 0's is called larger by a hair: 0.4 is rounded to 0, and 0.4 is moved
        // on.
        double[] moments = {1.0001, 1, 1, 1};
        int[] codes = new SecondOrderRounding(moments, 2, 1e-6).round(new float[] {0.4f, 0.4f}, 1, FOUR);
        assertThat(codes).containsExactly(0, 1);
        // Inputs that have nothing to do with each other: to nearest.
        assertThat(new SecondOrderRounding(new double[] {1, 0, 0, 1}, 2, 0.01).round(new float[] {0.4f, 0.4f}, 1, FOUR))
                .containsExactly(0, 0);
        // No inputs at all.
        assertThat(new SecondOrderRounding(new double[4], 2, 0.01).round(new float[] {0.6f, -9}, 1, FOUR))
                .containsExactly(1, -8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_error_of_the_result_is_smaller_than_with_the_nearest_level(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 24;
        double[] moments = moments(random, size);
        SecondOrderRounding rounding = new SecondOrderRounding(moments, size, 0.01);
        float scale = 0.5f / 7;
        double before = 0;
        double after = 0;
        for (int channel = 0; channel < 32; channel++) {
            float[] weights = new float[size];
            for (int i = 0; i < size; i++) {
                weights[i] = (float) (random.nextDouble() - 0.5);
            }
            before += error(weights, new QParams(scale, 0).quantize(weights, FOUR), scale, moments);
            after += error(weights, rounding.round(weights, scale, FOUR), scale, moments);
        }
        assertThat(after).isLessThan(0.6 * before);
    }
}
