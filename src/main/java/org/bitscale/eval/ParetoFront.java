package org.bitscale.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The results that no other beats: Pareto dominance over any number of objectives. */
public final class ParetoFront {
    private ParetoFront() {}

    /**
     * Marks the non-dominated points. A point dominates another if it is nowhere worse and somewhere better; equal
     * points do not dominate each other, so duplicates of a non-dominated point all stay. Takes n·log n steps for two
     * objectives, for more of them n times the size of the front.
     *
     * @param points {@code [points, objectives]}, may hold no points
     * @param directions one per objective
     * @return {@code [points]}, true where no other point dominates
     * @throws IllegalArgumentException if a point has not one value per objective, a value is NaN or infinite, or there
     *     are no objectives
     */
    public static boolean[] of(double[][] points, List<Direction> directions) {
        double[][] minimised = Minimised.of(points, directions);
        boolean[] front = new boolean[minimised.length];
        List<double[]> found = new ArrayList<>();
        for (int point : lexicographicOrder(minimised)) {
            // Whoever is dominated is dominated by a point of the front, and that came before it. Of two objectives the
            // second falls along the front, so that its last point alone decides.
            int first = directions.size() == 2 ? Math.max(0, found.size() - 1) : 0;
            front[point] = found.subList(first, found.size()).stream()
                    .noneMatch(other -> Minimised.dominates(other, minimised[point]));
            if (front[point]) {
                found.add(minimised[point]);
            }
        }
        return front;
    }

    /**
     * Non-dominated sorting, as {@link NonDominatedSorting#of}: rank 0 is the front.
     *
     * @param points {@code [points, objectives]}, may hold no points
     * @param directions one per objective
     * @return {@code [points]} ranks
     * @throws IllegalArgumentException as {@link #of}
     */
    public static int[] ranks(double[][] points, List<Direction> directions) {
        return NonDominatedSorting.of(points, directions);
    }

    /** Indices of the points in an order in which whoever dominates a point comes before it. */
    private static int[] lexicographicOrder(double[][] minimised) {
        return IntStream.range(0, minimised.length)
                .boxed()
                .sorted(Comparator.comparing(i -> minimised[i], Arrays::compare))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
