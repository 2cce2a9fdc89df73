package org.bitscale.eval;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The knee of a front over two objectives: the point after which a little more of the one costs much of the other (I.
 * Das, "On characterizing the 'knee' of the Pareto curve based on normal-boundary intersection", 1999).
 */
public final class KneePoint {
    /** Distances below this share of the normalised range are rounding, not a knee. */
    private static final double TOLERANCE = 1e-9;

    private KneePoint() {}

    /**
     * The front's point that lies farthest, towards the ideal, from the straight line between the front's two ends,
     * both objectives scaled to 0 … 1 over the front. Give the logarithm of a size where a chart would show it so.
     *
     * @param points {@code [points, 2]}; dominated points are ignored
     * @param directions the two directions
     * @return the index of the knee, the first of several equal ones; empty if the front has fewer than three different
     *     points or none lies on the ideal's side of the line
     * @throws IllegalArgumentException if there are not two objectives, or a value is NaN or infinite
     */
    public static OptionalInt of(double[][] points, List<Direction> directions) {
        if (directions.size() != 2) {
            throw new IllegalArgumentException("a knee needs 2 objectives, but there are " + directions.size());
        }
        boolean[] front = ParetoFront.of(points, directions);
        double[][] minimised = Minimised.of(points, directions);
        int[] members = IntStream.range(0, front.length).filter(i -> front[i]).toArray();
        double lowX = Double.POSITIVE_INFINITY;
        double highX = Double.NEGATIVE_INFINITY;
        double lowY = Double.POSITIVE_INFINITY;
        double highY = Double.NEGATIVE_INFINITY;
        for (int i : members) {
            lowX = Math.min(lowX, minimised[i][0]);
            highX = Math.max(highX, minimised[i][0]);
            lowY = Math.min(lowY, minimised[i][1]);
            highY = Math.max(highY, minimised[i][1]);
        }
        int knee = -1;
        double farthest = TOLERANCE;
        for (int i : members) {
            // With both ends at (0, 1) and (1, 0), the distance to their line is (1 − x − y) / √2. On a front of one
            // value in an objective the quotients are NaN, which is greater than nothing.
            double distance = 1 - (minimised[i][0] - lowX) / (highX - lowX) - (minimised[i][1] - lowY) / (highY - lowY);
            if (distance > farthest) {
                farthest = distance;
                knee = i;
            }
        }
        return knee < 0 ? OptionalInt.empty() : OptionalInt.of(knee);
    }
}
