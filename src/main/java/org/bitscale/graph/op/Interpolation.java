package org.bitscale.graph.op;

import java.util.Arrays;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Node;

/**
 * How one axis is resized (Resize-19): each output position as a weighted sum of input positions.
 *
 * @param indices for each output position, the input positions that count
 * @param weights their weights; as many
 * @param outside for each output position, whether it lies outside and gets the extrapolation value
 */
record Interpolation(int[][] indices, double[][] weights, boolean[] outside) {

    /**
     * What one axis is resized by.
     *
     * @param in input size
     * @param out output size
     * @param scale output per input size before rounding
     * @param from begin of the region of interest, as share of the axis
     * @param to its end
     */
    record Axis(int in, int out, double scale, double from, double to) {}

    /** The weights that a Resize node's attributes give. */
    static Interpolation of(Node node, Axis axis) {
        Attributes attributes = node.attributes();
        int[][] indices = new int[axis.out][];
        double[][] weights = new double[axis.out][];
        boolean[] outside = new boolean[axis.out];
        boolean excludes = attributes.integer("exclude_outside", 0) != 0;
        String transformation = attributes.text("coordinate_transformation_mode", "half_pixel");
        for (int x = 0; x < axis.out; x++) {
            double origin = origin(node, transformation, axis, x);
            outside[x] = transformation.equals("tf_crop_and_resize") && (origin < 0 || origin > axis.in - 1);
            // Of two equally near positions the left one is preferred: the ratio is above 0 and at most 1.
            int left = (int) Math.ceil(origin) - 1;
            double[] row = coefficients(node, origin - left, axis.scale);
            int[] at = new int[row.length];
            double sum = 0;
            for (int i = 0; i < row.length; i++) {
                int index = left + 1 - row.length / 2 + i;
                if (excludes && (index < 0 || index >= axis.in)) {
                    row[i] = 0;
                }
                sum += row[i];
                at[i] = Math.max(0, Math.min(axis.in - 1, index));
            }
            for (int i = 0; excludes && i < row.length; i++) {
                row[i] /= sum;
            }
            indices[x] = at;
            weights[x] = row;
        }
        return new Interpolation(indices, weights, outside);
    }

    private static double origin(Node node, String transformation, Axis axis, int x) {
        double size = axis.scale * axis.in;
        return switch (transformation) {
            case "half_pixel" -> (x + 0.5) / axis.scale - 0.5;
            case "pytorch_half_pixel" -> axis.out == 1 ? -0.5 : (x + 0.5) / axis.scale - 0.5;
            case "half_pixel_symmetric" -> axis.in / 2.0 * (1 - axis.out / size) + (x + 0.5) / axis.scale - 0.5;
            case "align_corners" -> size == 1 ? 0 : x * (axis.in - 1) / (size - 1);
            case "asymmetric" -> x / axis.scale;
            case "tf_crop_and_resize" ->
                axis.from * (axis.in - 1)
                        + (axis.out == 1
                                ? (axis.to - axis.from) * (axis.in - 1) / 2
                                : x * (axis.to - axis.from) * (axis.in - 1) / (axis.out - 1));
            default ->
                throw new BadInputException("%s: coordinate_transformation_mode '%s' is unknown"
                        .formatted(node.describe(), transformation));
        };
    }

    /** Weights of neighbours at {@code ratio} right of the middle-left one, an even number of them. */
    private static double[] coefficients(Node node, double ratio, double scale) {
        Attributes attributes = node.attributes();
        double shrink = attributes.integer("antialias", 0) != 0 ? Math.min(scale, 1) : 1;
        String mode = attributes.text("mode", "nearest");
        return switch (mode) {
            case "nearest" -> nearest(node, ratio);
            case "linear" -> spread(1, shrink, ratio, d -> Math.max(0, 1 - d));
            case "cubic" -> {
                double a = attributes.real("cubic_coeff_a", -0.75f);
                yield spread(2, shrink, ratio, d -> cubic(d, a));
            }
            default ->
                throw new BadInputException(
                        "%s: mode '%s' is unknown; expected nearest, linear or cubic".formatted(node.describe(), mode));
        };
    }

    private static double[] nearest(Node node, double ratio) {
        String rounding = node.attributes().text("nearest_mode", "round_prefer_floor");
        boolean right =
                switch (rounding) {
                    case "round_prefer_floor" -> ratio > 0.5;
                    case "round_prefer_ceil" -> ratio >= 0.5;
                    case "floor" -> ratio == 1;
                    case "ceil" -> true;
                    default ->
                        throw new BadInputException(
                                "%s: nearest_mode '%s' is unknown".formatted(node.describe(), rounding));
                };
        return right ? new double[] {0, 1} : new double[] {1, 0};
    }

    private interface Kernel {
        double at(double distance);
    }

    /** A kernel of {@code reach} positions to each side, widened where it shrinks, its weights adding up to 1. */
    private static double[] spread(int reach, double scale, double ratio, Kernel kernel) {
        int start = (int) Math.floor(-reach / scale) + 1;
        double[] weights = new double[2 - 2 * start];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = kernel.at(Math.abs((start + i - ratio) * scale));
            sum += weights[i];
        }
        for (int i = 0; scale < 1 && i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** Keys' cubic convolution (1981). */
    private static double cubic(double x, double a) {
        if (x <= 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
    }

    /** The one input position each output position takes, where it is one; else null. */
    int[] picks() {
        int[] picks = new int[indices.length];
        for (int x = 0; x < picks.length; x++) {
            int which = -1;
            for (int i = 0; i < weights[x].length; i++) {
                if (weights[x][i] != 0) {
                    if (which >= 0 || weights[x][i] != 1) {
                        return null;
                    }
                    which = i;
                }
            }
            if (which < 0 || outside[x]) {
                return null;
            }
            picks[x] = indices[x][which];
        }
        return picks;
    }

    /** Whether some output position gets the extrapolation value. */
    boolean reachesOutside() {
        for (boolean is : outside) {
            if (is) {
                return true;
            }
        }
        return false;
    }

    /** The weights as matrix [in, out]; columns of positions outside are zero. */
    double[] matrix(int in) {
        int out = indices.length;
        double[] matrix = new double[in * out];
        for (int x = 0; x < out; x++) {
            for (int i = 0; i < indices[x].length && !outside[x]; i++) {
                matrix[indices[x][i] * out + x] += weights[x][i];
            }
        }
        return matrix;
    }

    /** Whether two axes are resized alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Interpolation that
                && Arrays.deepEquals(indices, that.indices)
                && Arrays.deepEquals(weights, that.weights)
                && Arrays.equals(outside, that.outside);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(indices);
    }

    @Override
    public String toString() {
        return "Interpolation to " + indices.length;
    }
}
