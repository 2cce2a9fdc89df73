package org.bitscale.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The results that no other beats: Pareto dominance over any number of objectives. */
public final class ParetoFront {
    private ParetoFront() {}

    /**
     * Marks the non-dominated points. A point dominates another if it is nowhere worse and somewhere better; equal
     * points do not dominate each other, so duplicates of a non-dominated point all stay.
     *
     * @param points {@code [points, objectives]}, may hold no points
     * @param directions one per objective
     * @return {@code [points]}, true where no other point dominates
     * @throws IllegalArgumentException if a point has not one value per objective, a value is NaN or infinite, or there
     *     are no objectives
     */
    public static boolean[] of(double[][] points, List<Direction> directions) {
        int[] ranks = ranks(points, directions);
        boolean[] front = new boolean[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            front[i] = ranks[i] == 0;
        }
        return front;
    }

    /**
     * Non-dominated sorting (K. Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002):
     * rank 0 is the front, rank 1 the front of what is left without it, and so on.
     *
     * @param points {@code [points, objectives]}, may hold no points
     * @param directions one per objective
     * @return {@code [points]} ranks
     * @throws IllegalArgumentException as {@link #of}
     */
    public static int[] ranks(double[][] points, List<Direction> directions) {
        double[][] minimised = Minimised.of(points, directions);
        // In lexicographic order whoever dominates a point comes before it, and its rank is one more than the greatest
        // rank among those.
        int[] order = IntStream.range(0, minimised.length)
                .boxed()
                .sorted(Comparator.comparing(i -> minimised[i], Arrays::compare))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[minimised.length];
        for (int later = 0; later < order.length; later++) {
            int rank = 0;
            for (int earlier = 0; earlier < later; earlier++) {
                if (ranks[order[earlier]] >= rank
                        && Minimised.dominates(minimised[order[earlier]], minimised[order[later]])) {
                    rank = ranks[order[earlier]] + 1;
                }
            }
            ranks[order[later]] = rank;
        }
        return ranks;
    }
}
