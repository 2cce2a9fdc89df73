package org.bitscale.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The volume that a set of points dominates up to a reference point (E. Zitzler and L. Thiele, 1998): one number for
 * how good a front is, more is better.
 */
public final class Hypervolume {
    private Hypervolume() {}

    /**
     * The exact hypervolume: a sweep for two objectives, for more the recursion of L. While, L. Bradstreet and L.
     * Barone, "A fast way of calculating exact hypervolumes" (WFG, 2012), which is exponential in the number of
     * objectives. Points that do not beat the reference in every objective add nothing.
     *
     * @param points {@code [points, objectives]}, may hold no points
     * @param reference {@code [objectives]}, the worst values that count, in the points' own units
     * @param directions one per objective
     * @return the volume, in the product of the objectives' units, at least 0
     * @throws IllegalArgumentException if a point or the reference has not one value per objective, a value is NaN or
     *     infinite, or there are no objectives
     */
    public static double of(double[][] points, double[] reference, List<Direction> directions) {
        double[][] minimised = Minimised.of(points, directions);
        double[] worst = Minimised.of("the reference", reference, directions);
        List<double[]> inside = new ArrayList<>();
        for (double[] point : minimised) {
            if (beatsEverywhere(point, worst)) {
                inside.add(point);
            }
        }
        return volume(nonDominated(inside), worst);
    }

    private static boolean beatsEverywhere(double[] point, double[] reference) {
        for (int j = 0; j < point.length; j++) {
            if (point[j] >= reference[j]) {
                return false;
            }
        }
        return true;
    }

    /** The volume of non-dominated, different points, all better than the reference in every objective. */
    private static double volume(List<double[]> points, double[] reference) {
        if (points.isEmpty()) {
            return 0;
        }
        if (points.size() == 1) {
            return box(points.get(0), reference);
        }
        // Worst in the last objective first: the limited sets, cut at their own last value, then become small quickly.
        int last = reference.length - 1;
        List<double[]> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble((double[] point) -> point[last]).reversed());
        if (last == 1) {
            return sweep(sorted, reference);
        }
        double sum = 0;
        for (int i = 0; i < sorted.size(); i++) {
            sum += exclusive(sorted, i, reference);
        }
        return sum;
    }

    /** The area under a two-objective front, given by falling second objective, so by rising first one. */
    private static double sweep(List<double[]> sorted, double[] reference) {
        double sum = 0;
        double ceiling = reference[1];
        for (double[] point : sorted) {
            sum += (reference[0] - point[0]) * (ceiling - point[1]);
            ceiling = point[1];
        }
        return sum;
    }

    /** What point {@code i} adds to the volume of the points after it. */
    private static double exclusive(List<double[]> points, int i, double[] reference) {
        double[] own = points.get(i);
        List<double[]> limited = new ArrayList<>(points.size() - i - 1);
        for (double[] other : points.subList(i + 1, points.size())) {
            double[] limit = new double[own.length];
            for (int j = 0; j < own.length; j++) {
                limit[j] = Math.max(own[j], other[j]);
            }
            limited.add(limit);
        }
        return box(own, reference) - volume(nonDominated(limited), reference);
    }

    private static double box(double[] point, double[] reference) {
        double product = 1;
        for (int j = 0; j < point.length; j++) {
            product *= reference[j] - point[j];
        }
        return product;
    }

    /** The non-dominated points, one of each. */
    private static List<double[]> nonDominated(List<double[]> points) {
        List<double[]> sorted = new ArrayList<>(points);
        sorted.sort(Arrays::compare);
        List<double[]> kept = new ArrayList<>();
        for (double[] point : sorted) {
            // In lexicographic order only an earlier point can dominate a later one or equal it.
            if (kept.stream().noneMatch(earlier -> weaklyDominates(earlier, point))) {
                kept.add(point);
            }
        }
        return kept;
    }

    private static boolean weaklyDominates(double[] a, double[] b) {
        for (int j = 0; j < a.length; j++) {
            if (a[j] > b[j]) {
                return false;
            }
        }
        return true;
    }
}
