package org.bitscale.quant;

import java.util.stream.IntStream;

/**
 * Rounds the weights of an output channel one after another, each time changing those not yet rounded so that they make
 * up for the error (Frantar et al. 2023, "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained
 * Transformers"; Hassibi and Stork 1993). Weights whose inputs are largest come first. With H = X·Xᵀ + λI and U the upper
 * Cholesky factor of H⁻¹, rounding weight i with error e moves each later weight j by {@code −e·U[i][j] / U[i][i]}.
 */
public final class SecondOrderRounding {

    private final int size;
    private final int[] order;
    private final double[] factor;

    /**
     * Prepares the rounding of channels that have the same inputs.
     *
     * @param moments X·Xᵀ, size × size, row-major
     * @param damping λ as a share of the mean of the diagonal, above 0
     */
    public SecondOrderRounding(double[] moments, int size, double damping) {
        this.size = size;
        this.order = IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> Double.compare(moments[b * size + b], moments[a * size + a]))
                .mapToInt(Integer::intValue)
                .toArray();
        double mean = 0;
        for (int i = 0; i < size; i++) {
            mean += moments[i * size + i] / size;
        }
        double added = mean > 0 ? damping * mean : 1;
        double[] damped = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                damped[i * size + j] = moments[order[i] * size + order[j]];
            }
            damped[i * size + i] += added;
        }
        this.factor = upperFactorOfInverse(damped, size);
    }

    /** The values that the weights of a channel can have. */
    public interface Grid {

        /** The code of the value nearest to a real number, at a place in the channel. */
        int code(int place, float real);

        /** The value that a code stands for there. */
        float value(int place, int code);
    }

    /** Rounds one channel under one scale, zero point 0. */
    public int[] round(float[] weights, float scale, LevelFormat format) {
        return round(weights, new Grid() {
            @Override
            public int code(int place, float real) {
                return format.code(format.nearest(real / scale));
            }

            @Override
            public float value(int place, int code) {
                return format.level(code) * scale;
            }
        });
    }

    /**
     * Rounds one channel.
     *
     * @param weights of the channel
     * @param grid what they are rounded to
     * @return one code for each weight
     */
    public int[] round(float[] weights, Grid grid) {
        double[] left = new double[size];
        for (int i = 0; i < size; i++) {
            left[i] = weights[order[i]];
        }
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            int code = grid.code(order[i], (float) left[i]);
            codes[order[i]] = code;
            double error = (left[i] - grid.value(order[i], code)) / factor[i * size + i];
            for (int j = i + 1; j < size; j++) {
                left[j] -= error * factor[i * size + j];
            }
        }
        return codes;
    }

    /**
     * U with UᵀU = A⁻¹, upper triangular. With P the reversal of rows, PAP = LLᵀ gives A = VVᵀ with V = PLP upper
     * triangular, and U = V⁻¹.
     */
    static double[] upperFactorOfInverse(double[] matrix, int n) {
        double[] v = new double[n * n];
        for (int j = n - 1; j >= 0; j--) {
            double diagonal = matrix[j * n + j];
            for (int k = j + 1; k < n; k++) {
                diagonal -= v[j * n + k] * v[j * n + k];
            }
            double root = Math.sqrt(Math.max(diagonal, Double.MIN_NORMAL));
            v[j * n + j] = root;
            for (int i = j - 1; i >= 0; i--) {
                double sum = matrix[i * n + j];
                for (int k = j + 1; k < n; k++) {
                    sum -= v[i * n + k] * v[j * n + k];
                }
                v[i * n + j] = sum / root;
            }
        }
        double[] inverse = new double[n * n];
        for (int j = 0; j < n; j++) {
            inverse[j * n + j] = 1 / v[j * n + j];
            for (int i = j - 1; i >= 0; i--) {
                double sum = 0;
                for (int k = i + 1; k <= j; k++) {
                    sum += v[i * n + k] * inverse[k * n + j];
                }
                inverse[i * n + j] = -sum / v[i * n + i];
            }
        }
        return inverse;
    }
}
