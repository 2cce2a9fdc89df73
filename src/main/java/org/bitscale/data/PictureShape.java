package org.bitscale.data;

import java.util.List;

/**
 * Takes pictures from one shape to another: first the channels (grey is repeated to three; red, green, blue become grey
 * by the luminance 0.299 R + 0.587 G + 0.114 B of ITU-R BT.601), then the size (see {@link Resampler}), then rounding to
 * whole values 0..255. Immutable.
 */
final class PictureShape {
    private final List<Integer> from;
    private final List<Integer> to;
    private final Resampler resampler;

    /** @throws DataException if the channels cannot be converted */
    PictureShape(List<Integer> from, List<Integer> to) {
        requireConvertible(from.get(0), to.get(0));
        this.from = List.copyOf(from);
        this.to = List.copyOf(to);
        boolean sameSize = from.subList(1, 3).equals(to.subList(1, 3));
        this.resampler = sameSize ? null : new Resampler(from.get(1), from.get(2), to.get(1), to.get(2));
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
                resampler.resize(planes, channel * sourcePlane, target, start);
            }
            for (int i = start; i < start + targetPlane; i++) {
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
