package org.bitscale.data.augment;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.bitscale.BadInputException;

/**
 * What is done to each training example, in this order: mirrored, cropped, shifted, a square cut out; and then examples
 * of a batch mixed. All of it but mixing is for pictures, and works on raw values before they are scaled: what comes in
 * from outside is raw 0, black in a picture.
 *
 * @param crop pixels of black added on each side before a piece of the old size is cut out at random; 0 for none
 * @param shift most pixels by which the picture is moved along each axis, its edge repeated; 0 for none
 * @param flip whether half of the examples are mirrored left to right
 * @param cutout side in pixels of a square set to 0 around a random pixel, parts outside the picture lost (DeVries and
 *     Taylor 2017); 0 for none
 * @param mixup α of the distribution Beta(α, α) that the share of two examples of a batch is drawn from, once a batch
 *     (Zhang et al. 2018), at most {@value #LARGEST_MIXUP}; 0 for none
 */
public record Augmentation(int crop, int shift, boolean flip, int cutout, double mixup) {

    /** Nothing. */
    public static final Augmentation NONE = new Augmentation(0, 0, false, 0, 0);

    /** Largest α of mixup. */
    public static final double LARGEST_MIXUP = 4;

    private static final int MOST_PIXELS = 1 << 14;

    /** Checks the numbers. */
    public Augmentation {
        requirePixels("padding of the crop", crop);
        requirePixels("shift", shift);
        requirePixels("side of the cutout", cutout);
        if (!(mixup >= 0 && mixup <= LARGEST_MIXUP)) {
            throw new BadInputException(
                    "An α of mixup from 0 to %s is expected, but %s came".formatted(LARGEST_MIXUP, mixup));
        }
    }

    private static void requirePixels(String what, int pixels) {
        if (pixels < 0 || pixels > MOST_PIXELS) {
            throw new BadInputException(
                    "A %s from 0 to %d pixels is expected, but %d came".formatted(what, MOST_PIXELS, pixels));
        }
    }

    /** Whether single examples are changed. */
    public boolean changesExamples() {
        return crop > 0 || shift > 0 || flip || cutout > 0;
    }

    /**
     * Checks that it can be done to examples of a shape.
     *
     * @param shape C, H, W
     * @throws BadInputException if they are no pictures, or smaller than what is added or taken away
     */
    public void requireFits(List<Integer> shape) {
        int height = shape.get(1);
        int width = shape.get(2);
        if (!changesExamples()) {
            return;
        }
        if (height == 1 || width == 1) {
            throw new BadInputException(
                    ("Crop, shift, flip and cutout are for pictures, but the examples are %d×%d×%d; "
                                    + "leave them out, mixup is for all data")
                            .formatted(shape.get(0), height, width));
        }
        int smaller = Math.min(height, width);
        if (crop >= smaller || shift >= smaller || cutout > 2 * smaller) {
            throw new BadInputException(("Crop and shift must be smaller than the pictures, which are %d×%d, "
                            + "and the cutout at most twice as large, but %d, %d and %d came")
                    .formatted(height, width, crop, shift, cutout));
        }
    }

    /**
     * Changes one example in place.
     *
     * @param values where it is, in the order C, H, W
     * @param offset of its first value
     * @param shape C, H, W
     * @param random uniform numbers in [0, 1), the example's own
     */
    public void apply(float[] values, int offset, List<Integer> shape, DoubleSupplier random) {
        int channels = shape.get(0);
        int height = shape.get(1);
        int width = shape.get(2);
        boolean mirrored = flip && random.getAsDouble() < 0.5;
        int cropDown = crop == 0 ? 0 : upTo(crop, random);
        int cropRight = crop == 0 ? 0 : upTo(crop, random);
        int shiftDown = shift == 0 ? 0 : upTo(shift, random);
        int shiftRight = shift == 0 ? 0 : upTo(shift, random);
        float[] line = new float[width];
        if (mirrored) {
            for (int row = 0; row < channels * height; row++) {
                mirror(values, offset + row * width, width);
            }
        }
        if (cropDown != 0 || cropRight != 0) {
            for (int c = 0; c < channels; c++) {
                move(values, offset + c * height * width, height, width, cropDown, cropRight, false, line);
            }
        }
        if (shiftDown != 0 || shiftRight != 0) {
            for (int c = 0; c < channels; c++) {
                move(values, offset + c * height * width, height, width, shiftDown, shiftRight, true, line);
            }
        }
        if (cutout > 0) {
            cut(values, offset, shape, random);
        }
    }

    /** A whole number from −most to most. */
    private static int upTo(int most, DoubleSupplier random) {
        return (int) (random.getAsDouble() * (2 * most + 1)) - most;
    }

    private static void mirror(float[] values, int start, int width) {
        for (int left = start, right = start + width - 1; left < right; left++, right--) {
            float held = values[left];
            values[left] = values[right];
            values[right] = held;
        }
    }

    /** Moves a plane so that what was at (y, x) comes to (y + down, x + right). */
    private static void move(
            float[] values, int start, int height, int width, int down, int right, boolean repeatsEdge, float[] line) {
        int step = down > 0 ? -1 : 1;
        for (int i = 0, y = down > 0 ? height - 1 : 0; i < height; i++, y += step) {
            int from = y - down;
            int to = start + y * width;
            boolean outside = from < 0 || from >= height;
            if (outside && !repeatsEdge) {
                Arrays.fill(values, to, to + width, 0);
                continue;
            }
            // What is read lies ahead of what is written; the repeated row itself is moved last.
            int row = Math.max(0, Math.min(height - 1, from));
            System.arraycopy(values, start + row * width, line, 0, width);
            for (int x = 0; x < width; x++) {
                int column = x - right;
                boolean beside = column < 0 || column >= width;
                values[to + x] = beside && !repeatsEdge ? 0 : line[Math.max(0, Math.min(width - 1, column))];
            }
        }
    }

    private void cut(float[] values, int offset, List<Integer> shape, DoubleSupplier random) {
        int height = shape.get(1);
        int width = shape.get(2);
        int top = (int) (random.getAsDouble() * height) - cutout / 2;
        int left = (int) (random.getAsDouble() * width) - cutout / 2;
        for (int c = 0; c < shape.get(0); c++) {
            for (int y = Math.max(0, top); y < Math.min(height, top + cutout); y++) {
                int row = offset + (c * height + y) * width;
                Arrays.fill(values, row + Math.max(0, left), row + Math.max(0, Math.min(width, left + cutout)), 0);
            }
        }
    }
}
