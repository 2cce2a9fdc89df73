package org.bitscale.data;

import java.util.Arrays;
import java.util.List;

/**
 * Takes pictures from one shape to another: first the channels (grey is repeated to three; red, green, blue become grey
 * by the luminance 0.299 R + 0.587 G + 0.114 B of ITU-R BT.601), then the size (see {@link Resize} and
 * {@link Resampler}), then, for pixels, rounding to whole values 0..255. Immutable.
 */
final class PictureShape {
    private final List<Integer> from;
    private final List<Integer> to;
    private final boolean rounded;
    private final Fit fit;
    private final Resampler resampler;

    /**
     * How the resized picture lies in the target.
     *
     * @param rows rows taken of the resized picture
     * @param columns columns taken of the resized picture
     * @param top rows of zeros above
     * @param left columns of zeros before
     */
    private record Fit(Resampler.Span rows, Resampler.Span columns, int top, int left) {
        static Fit of(int height, int width, int targetHeight, int targetWidth, Resize resize) {
            Resampler.Span rows = Resampler.Span.whole(targetHeight);
            Resampler.Span columns = Resampler.Span.whole(targetWidth);
            boolean taller = (long) height * targetWidth > (long) width * targetHeight;
            if (resize == Resize.CROP) {
                return taller
                        ? new Fit(middle(height, targetWidth, width, targetHeight), columns, 0, 0)
                        : new Fit(rows, middle(width, targetHeight, height, targetWidth), 0, 0);
            }
            if (resize == Resize.PAD && taller) {
                int kept = fitting(width, targetHeight, height, targetWidth);
                return new Fit(rows, Resampler.Span.whole(kept), 0, (targetWidth - kept) / 2);
            }
            if (resize == Resize.PAD) {
                int kept = fitting(height, targetWidth, width, targetHeight);
                return new Fit(Resampler.Span.whole(kept), columns, (targetHeight - kept) / 2, 0);
            }
            return new Fit(rows, columns, 0, 0);
        }

        /** The middle of a side that the factor {@code numerator / denominator} makes longer than its target. */
        private static Resampler.Span middle(int side, int numerator, int denominator, int target) {
            long resized = Math.max(target, Math.round((double) side * numerator / denominator));
            return Resampler.Span.middle(resized, target);
        }

        private static int fitting(int side, int numerator, int denominator, int target) {
            return (int) Math.max(1, Math.min(target, Math.round((double) side * numerator / denominator)));
        }
    }

    /**
     * @param kind pixels are rounded to whole values, planes are not
     * @throws DataException if the channels cannot be converted
     */
    PictureShape(List<Integer> from, List<Integer> to, Resize resize, ValueKind kind) {
        requireConvertible(from.get(0), to.get(0));
        this.from = List.copyOf(from);
        this.to = List.copyOf(to);
        this.rounded = kind == ValueKind.PIXELS;
        this.fit = Fit.of(from.get(1), from.get(2), to.get(1), to.get(2), resize);
        boolean sameSize = from.subList(1, 3).equals(to.subList(1, 3));
        this.resampler = sameSize ? null : new Resampler(from.get(1), from.get(2), fit.rows(), fit.columns());
    }

    /** @throws DataException if pictures of so many channels cannot be converted */
    static void requireConvertible(int fromChannels, int toChannels) {
        boolean convertible = fromChannels == toChannels
                || fromChannels == 1 && toChannels == 3
                || fromChannels == 3 && toChannels == 1;
        if (!convertible) {
            throw new DataException("The data has " + fromChannels + " channels, but " + toChannels
                    + " are wanted: only 1 (grey) and 3 (colour) can be converted into each other.");
        }
    }

    /**
     * Converts one picture.
     *
     * @param source the picture, C·H·W values from position 0
     * @param target receives the converted picture from {@code offset} on
     */
    void convert(float[] source, float[] target, int offset) {
        int sourcePlane = from.get(1) * from.get(2);
        int targetPlane = to.get(1) * to.get(2);
        float[] planes = from.get(0) == 3 && to.get(0) == 1 ? luminance(source, sourcePlane) : source;
        int converted = Math.min(from.get(0), to.get(0));
        for (int channel = 0; channel < converted; channel++) {
            int start = offset + channel * targetPlane;
            if (resampler == null) {
                System.arraycopy(planes, channel * sourcePlane, target, start, targetPlane);
            } else {
                int width = to.get(2);
                Arrays.fill(target, start, start + targetPlane, 0);
                resampler.resize(planes, channel * sourcePlane, target, start + fit.top() * width + fit.left(), width);
            }
            for (int i = start; rounded && i < start + targetPlane; i++) {
                target[i] = Math.max(0, Math.min(255, Math.round(target[i])));
            }
        }
        for (int channel = converted; channel < to.get(0); channel++) {
            System.arraycopy(target, offset, target, offset + channel * targetPlane, targetPlane);
        }
    }

    private static float[] luminance(float[] source, int plane) {
        float[] grey = new float[plane];
        for (int i = 0; i < plane; i++) {
            grey[i] = 0.299f * source[i] + 0.587f * source[plane + i] + 0.114f * source[2 * plane + i];
        }
        return grey;
    }
}
