package org.bitscale.data;

/**
 * Changes the size of a picture, each axis for itself: where it shrinks, an output pixel is the mean of the area that it
 * covers; where it grows, it is interpolated linearly between the two nearest pixel centres (half-pixel centres, edges
 * repeated). Immutable.
 */
final class Resampler {
    private final Axis rows;
    private final Axis columns;

    Resampler(int inputHeight, int inputWidth, int outputHeight, int outputWidth) {
        rows = Axis.of(inputHeight, outputHeight);
        columns = Axis.of(inputWidth, outputWidth);
    }

    /**
     * Resizes one plane.
     *
     * @param source input, H·W values from {@code sourceOffset}
     * @param target output, H'·W' values from {@code targetOffset}
     */
    void resize(float[] source, int sourceOffset, float[] target, int targetOffset) {
        float[] narrowed = new float[rows.input * columns.output];
        for (int y = 0; y < rows.input; y++) {
            int row = sourceOffset + y * columns.input;
            for (int x = 0; x < columns.output; x++) {
                float[] weights = columns.weights[x];
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * source[row + columns.first[x] + k];
                }
                narrowed[y * columns.output + x] = sum;
            }
        }
        for (int y = 0; y < rows.output; y++) {
            float[] weights = rows.weights[y];
            for (int x = 0; x < columns.output; x++) {
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * narrowed[(rows.first[y] + k) * columns.output + x];
                }
                target[targetOffset + y * columns.output + x] = sum;
            }
        }
    }

    /** For each output position: the first input position used and the weights from there on, which sum to 1. */
    private record Axis(int input, int output, int[] first, float[][] weights) {
        static Axis of(int input, int output) {
            int[] first = new int[output];
            float[][] weights = new float[output][];
            for (int i = 0; i < output; i++) {
                if (output < input) {
                    shrink(input, output, i, first, weights);
                } else {
                    grow(input, output, i, first, weights);
                }
            }
            return new Axis(input, output, first, weights);
        }

        /** In units of 1/output of an input pixel, output pixel i covers [i·input, (i+1)·input). */
        private static void shrink(int input, int output, int i, int[] first, float[][] weights) {
            long from = (long) i * input;
            long to = from + input;
            first[i] = (int) (from / output);
            int last = (int) ((to - 1) / output);
            weights[i] = new float[last - first[i] + 1];
            for (int k = first[i]; k <= last; k++) {
                long covered = Math.min(to, (k + 1L) * output) - Math.max(from, (long) k * output);
                weights[i][k - first[i]] = (float) ((double) covered / input);
            }
        }

        private static void grow(int input, int output, int i, int[] first, float[][] weights) {
            double centre = (i + 0.5) * input / output - 0.5;
            double clamped = Math.max(0, Math.min(input - 1, centre));
            first[i] = (int) clamped;
            float fraction = (float) (clamped - first[i]);
            weights[i] = fraction == 0 ? new float[] {1} : new float[] {1 - fraction, fraction};
        }
    }
}
