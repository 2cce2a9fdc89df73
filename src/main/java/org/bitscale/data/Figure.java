package org.bitscale.data;

import java.util.Locale;

/**
 * The ten classes of the sample data, each as a signed distance (negative inside) in its own coordinates: u to the
 * right, v down, the figure about from -1 to 1.
 */
enum Figure {
    DISC,
    RING,
    SQUARE,
    TRIANGLE,
    CROSS,
    STAR,
    CRESCENT,
    ARROW,
    TWO_BARS,
    S_CURVE;

    private static final double[] TRIANGLE_CORNERS = regularCorners(3, 1, 1);
    private static final double[] STAR_CORNERS = regularCorners(5, 1, 0.42);
    private static final double[] ARROW_CORNERS = {
        -0.95, -0.2, 0.05, -0.2, 0.05, -0.66, 1, 0, 0.05, 0.66, 0.05, 0.2, -0.95, 0.2
    };

    /** The class name, such as {@code two bars}. */
    String className() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it may be drawn as an outline and still be told from the others. */
    boolean canBeOutlined() {
        return switch (this) {
            case SQUARE, TRIANGLE, CROSS, STAR, ARROW, CRESCENT -> true;
            case DISC, RING, TWO_BARS, S_CURVE -> false;
        };
    }

    /**
     * Distance to the figure's edge, negative inside.
     *
     * @param thickness half the width of the line of a ring or an S-curve, 0.12 to 0.22
     */
    double distance(double u, double v, double thickness) {
        return switch (this) {
            case DISC -> length(u, v) - 0.8;
            case RING -> Math.abs(length(u, v) - 0.72) - thickness;
            case SQUARE -> box(u, v, 0.72, 0.72);
            case TRIANGLE -> polygon(TRIANGLE_CORNERS, u, v);
            case CROSS -> Math.min(box(u, v, 0.92, 0.26), box(u, v, 0.26, 0.92));
            case STAR -> polygon(STAR_CORNERS, u, v);
            case CRESCENT -> Math.max(length(u, v) - 0.88, 0.72 - length(u - 0.46, v));
            case ARROW -> polygon(ARROW_CORNERS, u, v);
            case TWO_BARS -> box(u, Math.abs(v) - 0.46, 0.88, 0.22);
            case S_CURVE -> Math.min(hook(u, v), hook(-u, -v)) - thickness;
        };
    }

    /** The upper half of an S: three quarters of a circle about (0, -0.44), open at the lower right. */
    private static double hook(double u, double v) {
        double radius = 0.44;
        double below = v + radius;
        if (u > 0 && below > 0) {
            return Math.min(length(u, v), length(u - radius, below));
        }
        return Math.abs(length(u, below) - radius);
    }

    private static double box(double u, double v, double halfWidth, double halfHeight) {
        double du = Math.abs(u) - halfWidth;
        double dv = Math.abs(v) - halfHeight;
        return length(Math.max(du, 0), Math.max(dv, 0)) + Math.min(Math.max(du, dv), 0);
    }

    /** Distance to the nearest edge, with the sign of the crossing-number rule. */
    private static double polygon(double[] corners, double u, double v) {
        double nearest = Double.MAX_VALUE;
        boolean inside = false;
        int count = corners.length;
        for (int i = 0, j = count - 2; i < count; j = i, i += 2) {
            double edgeU = corners[j] - corners[i];
            double edgeV = corners[j + 1] - corners[i + 1];
            double toU = u - corners[i];
            double toV = v - corners[i + 1];
            double along = (toU * edgeU + toV * edgeV) / (edgeU * edgeU + edgeV * edgeV);
            double clamped = Math.max(0, Math.min(1, along));
            double awayU = toU - edgeU * clamped;
            double awayV = toV - edgeV * clamped;
            nearest = Math.min(nearest, awayU * awayU + awayV * awayV);
            if (corners[i + 1] > v != corners[j + 1] > v && toU < edgeU * toV / edgeV) {
                inside = !inside;
            }
        }
        return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
    }

    private static double length(double u, double v) {
        return Math.sqrt(u * u + v * v);
    }

    /** Corners at the outer radius, with corners at the inner one between them unless both are the same. */
    private static double[] regularCorners(int points, double outer, double inner) {
        int corners = outer == inner ? points : 2 * points;
        double[] result = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * StrictMath.PI * i / corners - StrictMath.PI / 2;
            double radius = i % 2 == 0 || outer == inner ? outer : inner;
            result[2 * i] = radius * StrictMath.cos(angle);
            result[2 * i + 1] = radius * StrictMath.sin(angle);
        }
        return result;
    }
}
