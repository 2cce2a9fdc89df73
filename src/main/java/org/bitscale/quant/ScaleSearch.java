package org.bitscale.quant;

/** Finds the scale with the smallest squared error between values and their quantized values, zero point 0. */
public final class ScaleSearch {

    /** Candidates tried, each {@link #SHRINK} times the one before, from the min-max scale down to a 50th of it. */
    private static final int CANDIDATES = 78;

    private static final double SHRINK = 0.95;

    private ScaleSearch() {}

    /** One scale for all values; the min-max scale if there are none. */
    public static float smallestError(float[] values, float minMax, LevelFormat format) {
        float best = minMax;
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < CANDIDATES; k++) {
            float scale = (float) Math.max(minMax * Math.pow(SHRINK, k), Float.MIN_NORMAL);
            double error = squaredError(values, scale, format);
            if (error < smallest) {
                smallest = error;
                best = scale;
            }
        }
        return best;
    }

    /** Sum of the squared differences between values and their quantized values, zero point 0. */
    public static double squaredError(float[] values, float scale, LevelFormat format) {
        double error = 0;
        for (float value : values) {
            double difference = value - format.nearest(value / scale) * scale;
            error += difference * difference;
        }
        return error;
    }
}
