package org.bitscale.quant;

import org.bitscale.BadInputException;

/**
 * Who shares a scale, and what kind of number it is.
 *
 * @param granularity who shares it
 * @param groupSize weights of one output channel that share it under {@link Granularity#GROUP}; 0 else
 * @param powersOfTwo whether scales are powers of two of 8 bits ({@link PowerOfTwoScale}), not float32
 */
public record ScaleSharing(Granularity granularity, int groupSize, boolean powersOfTwo) {

    /** One scale a tensor. */
    public static final ScaleSharing TENSOR = new ScaleSharing(Granularity.TENSOR, 0, false);
    /** One scale an output channel. */
    public static final ScaleSharing CHANNEL = new ScaleSharing(Granularity.CHANNEL, 0, false);
    /** Smallest group. */
    public static final int SMALLEST_GROUP = 2;
    /** Largest group. */
    public static final int LARGEST_GROUP = 4096;
    /** Size of a group where it is not said, and that of the Microscaling formats. */
    public static final int USUAL_GROUP = 32;

    /**
     * Checks the size of a group.
     *
     * @throws BadInputException if it is out of its bounds
     */
    public ScaleSharing {
        boolean groups = granularity == Granularity.GROUP;
        if (groups && (groupSize < SMALLEST_GROUP || groupSize > LARGEST_GROUP)) {
            throw new BadInputException("A group of %d to %d weights shares a scale, but %d came"
                    .formatted(SMALLEST_GROUP, LARGEST_GROUP, groupSize));
        }
        groupSize = groups ? groupSize : 0;
    }

    /** Scales of float32. */
    public static ScaleSharing of(Granularity granularity, int groupSize) {
        return new ScaleSharing(granularity, groupSize, false);
    }

    /** Bits that a scale takes. */
    public int scaleBits() {
        return powersOfTwo ? PowerOfTwoScale.BITS : Float.SIZE;
    }
}
