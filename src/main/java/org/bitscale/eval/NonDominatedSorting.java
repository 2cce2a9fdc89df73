package org.bitscale.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Non-dominated sorting (K. Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002): rank 0 is
 * the Pareto front, rank 1 the front of what is left without it, and so on.
 */
public final class NonDominatedSorting {
    private NonDominatedSorting() {}

    /**
     * The rank of each point; equal points have equal ranks. Two objectives take O(n log n) by a sweep that remembers
     * of each rank the point last added (M. T. Jensen, "Reducing the run-time complexity of multiobjective EAs: the
     * NSGA-II and other algorithms", 2003); other numbers of objectives take O(n²).
     *
     * @param points {@code [points, objectives]}, may hold no points
     * @param directions one per objective
     * @return {@code [points]} ranks
     * @throws IllegalArgumentException if a point has not one value per objective, a value is NaN or infinite, or there
     *     are no objectives
     */
    public static int[] of(double[][] points, List<Direction> directions) {
        double[][] minimised = Minimised.of(points, directions);
        // In lexicographic order whoever dominates a point comes before it.
        int[] order = IntStream.range(0, minimised.length)
                .boxed()
                .sorted(Comparator.comparing(i -> minimised[i], Arrays::compare))
                .mapToInt(Integer::intValue)
                .toArray();
        return directions.size() == 2 ? sweep(minimised, order) : pairwise(minimised, order);
    }

    private static int[] sweep(double[][] points, int[] order) {
        int[] ranks = new int[points.length];
        // Within a rank the second value falls as the first rises, so the last point is the one most likely to
        // dominate.
        // If it does not dominate, no last point of a later rank does: the rank is found by halving.
        int[] last = new int[points.length];
        int used = 0;
        for (int point : order) {
            int low = 0;
            int high = used;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Minimised.dominates(points[last[middle]], points[point])) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            ranks[point] = low;
            last[low] = point;
            used = Math.max(used, low + 1);
        }
        return ranks;
    }

    private static int[] pairwise(double[][] points, int[] order) {
        int[] ranks = new int[points.length];
        for (int later = 0; later < order.length; later++) {
            // One more than the greatest rank among those that dominate it.
            int rank = 0;
            for (int earlier = 0; earlier < later; earlier++) {
                if (ranks[order[earlier]] >= rank
                        && Minimised.dominates(points[order[earlier]], points[order[later]])) {
                    rank = ranks[order[earlier]] + 1;
                }
            }
            ranks[order[later]] = rank;
        }
        return ranks;
    }
}
