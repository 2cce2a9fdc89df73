package org.bitscale.quant;

import java.util.Arrays;

/** The values of a layer that shares weights. */
public final class Centroids {

    private static final int MOST_ROUNDS = 100;

    private Centroids() {}

    /**
     * k-means on a line, started evenly between the smallest and the largest value, which finds large weights a value of
     * their own (Han et al. 2016, "linear initialization").
     *
     * @param values at least one
     * @param count of centroids
     * @return rising; with fewer different values than {@code count} some are values of nobody
     */
    public static float[] of(float[] values, int count) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] sums = new double[sorted.length + 1];
        for (int i = 0; i < sorted.length; i++) {
            sums[i + 1] = sums[i] + sorted[i];
        }
        float[] centroids = new float[count];
        for (int k = 0; k < count; k++) {
            double share = count == 1 ? 0.5 : (double) k / (count - 1);
            centroids[k] = (float) (sorted[0] + share * ((double) sorted[sorted.length - 1] - sorted[0]));
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean moved = false;
            int from = 0;
            for (int k = 0; k < count; k++) {
                int to = sorted.length;
                if (k + 1 < count) {
                    float middle = middle(centroids[k], centroids[k + 1]);
                    to = from;
                    while (to < sorted.length && sorted[to] <= middle) {
                        to++;
                    }
                }
                if (to > from) {
                    float mean = (float) ((sums[to] - sums[from]) / (to - from));
                    moved |= mean != centroids[k];
                    centroids[k] = mean;
                }
                from = to;
            }
            if (!moved) {
                break;
            }
        }
        Arrays.sort(centroids);
        return centroids;
    }

    /** The number of the centroid nearest to a value, the smaller of two equally near; centroids rise. */
    public static int nearest(float[] centroids, float value) {
        int low = 0;
        int high = centroids.length - 1;
        while (low < high) {
            int half = (low + high) >>> 1;
            if (value <= middle(centroids[half], centroids[half + 1])) {
                high = half;
            } else {
                low = half + 1;
            }
        }
        return low;
    }

    private static float middle(float a, float b) {
        return (float) (((double) a + b) / 2);
    }

    /**
     * The three values of {@link TrainedTernary} before training: the mean of the weights below −t, 0, and the mean of
     * those above t, t being a share of the largest magnitude.
     */
    public static float[] ternary(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        double threshold = TrainedTernary.THRESHOLD * largest;
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (float value : values) {
            if (Math.abs(value) > threshold) {
                int side = value < 0 ? 0 : 1;
                sums[side] += value;
                counts[side]++;
            }
        }
        return new float[] {(float) (sums[0] / Math.max(1, counts[0])), 0, (float) (sums[1] / Math.max(1, counts[1]))};
    }

    /** The number of the value of {@link TrainedTernary} that a weight has: 0, 1 or 2. */
    public static int ternary(float value, float largestMagnitude) {
        if (Math.abs(value) <= (float) (TrainedTernary.THRESHOLD * largestMagnitude)) {
            return 1;
        }
        return value < 0 ? 0 : 2;
    }
}
