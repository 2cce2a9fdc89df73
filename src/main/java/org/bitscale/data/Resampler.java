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
        this(inputHeight, inputWidth, Span.whole(outputHeight), Span.whole(outputWidth));
    }

    /** Gives a part of the resized picture; what is not wanted is not computed. */
    Resampler(int inputHeight, int inputWidth, Span height, Span width) {
        rows = Axis.of(inputHeight, height);
        columns = Axis.of(inputWidth, width);
    }

    /**
     * A part of a resized side.
     *
     * @param resized length of the whole side
     * @param from first position wanted
     * @param count positions wanted
     */
    record Span(long resized, long from, int count) {
        static Span whole(int length) {
            return new Span(length, 0, length);
        }

        /** The middle of a side. */
        static Span middle(long resized, int count) {
            return new Span(resized, (resized - count) / 2, count);
        }
    }

    /**
     * Resizes one plane.
     *
     * @param source input, H·W values from {@code sourceOffset}
     * @param target output, H'·W' values from {@code targetOffset}
     */
    void resize(float[] source, int sourceOffset, float[] target, int targetOffset) {
        resize(source, sourceOffset, target, targetOffset, columns.output);
    }

    /** The same into a wider plane, whose rows begin {@code rowLength} values apart. */
    void resize(float[] source, int sourceOffset, float[] target, int targetOffset, int rowLength) {
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
                target[targetOffset + y * rowLength + x] = sum;
            }
        }
    }

    /** For each output position: the first input position used and the weights from there on, which sum to 1. */
    private record Axis(int input, int output, int[] first, float[][] weights) {
        static Axis of(int input, Span span) {
            int[] first = new int[span.count()];
            float[][] weights = new float[span.count()][];
            for (int i = 0; i < span.count(); i++) {
                if (span.resized() < input) {
                    shrink(input, span, i, first, weights);
                } else {
                    grow(input, span, i, first, weights);
                }
            }
            return new Axis(input, span.count(), first, weights);
        }

        /** In units of 1/resized of an input pixel, pixel p of the resized side covers [p·input, (p+1)·input). */
        private static void shrink(int input, Span span, int i, int[] first, float[][] weights) {
            long resized = span.resized();
            long from = (span.from() + i) * input;
            long to = from + input;
            first[i] = (int) (from / resized);
            int last = (int) ((to - 1) / resized);
            weights[i] = new float[last - first[i] + 1];
            for (int k = first[i]; k <= last; k++) {
                long covered = Math.min(to, (k + 1L) * resized) - Math.max(from, k * resized);
                weights[i][k - first[i]] = (float) ((double) covered / input);
            }
        }

        private static void grow(int input, Span span, int i, int[] first, float[][] weights) {
            double centre = (span.from() + i + 0.5) * input / span.resized() - 0.5;
            double clamped = Math.max(0, Math.min(input - 1, centre));
            first[i] = (int) clamped;
            float fraction = (float) (clamped - first[i]);
            weights[i] = fraction == 0 ? new float[] {1} : new float[] {1 - fraction, fraction};
        }
    }
}
