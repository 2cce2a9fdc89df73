package org.bitscale.eval;

import java.util.List;

/** Points in the form that all multi-objective measures work on: every objective is minimised. */
final class Minimised {
    private Minimised() {}

    /** A checked copy of {@code points} in which less is better in every column. */
    static double[][] of(double[][] points, List<Direction> directions) {
        if (directions.isEmpty()) {
            throw new IllegalArgumentException("expected at least one objective, but there are none");
        }
        double[][] result = new double[points.length][];
        for (int i = 0; i < points.length; i++) {
            result[i] = of("point " + i, points[i], directions);
        }
        return result;
    }

    static double[] of(String name, double[] point, List<Direction> directions) {
        if (point.length != directions.size()) {
            throw new IllegalArgumentException(
                    "%s has %d values, but there are %d objectives".formatted(name, point.length, directions.size()));
        }
        double[] result = new double[point.length];
        for (int j = 0; j < point.length; j++) {
            if (!Double.isFinite(point[j])) {
                throw new IllegalArgumentException(
                        "objective %d of %s is %s, but must be a finite number".formatted(j, name, point[j]));
            }
            result[j] = directions.get(j).minimised(point[j]);
        }
        return result;
    }

    /** Whether {@code a} is nowhere worse than {@code b} and somewhere better. */
    static boolean dominates(double[] a, double[] b) {
        boolean better = false;
        for (int j = 0; j < a.length; j++) {
            if (a[j] > b[j]) {
                return false;
            }
            if (a[j] < b[j]) {
                better = true;
            }
        }
        return better;
    }
}
