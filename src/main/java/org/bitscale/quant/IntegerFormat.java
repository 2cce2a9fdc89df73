package org.bitscale.quant;

import org.bitscale.BadInputException;

/**
 * A range of integers.
 *
 * @param bits bit width, {@value #FEWEST_BITS} to {@value #MOST_BITS}
 * @param signed whether negative integers exist
 * @param narrow whether the lowest code is dropped, which makes a signed range symmetric: [−127, 127]
 */
public record IntegerFormat(int bits, boolean signed, boolean narrow) {

    /** Fewest bits. */
    public static final int FEWEST_BITS = 2;
    /** Most bits. */
    public static final int MOST_BITS = 8;

    /**
     * Checks the width.
     *
     * @throws BadInputException if it is outside {@value #FEWEST_BITS} to {@value #MOST_BITS}
     */
    public IntegerFormat {
        if (bits < FEWEST_BITS || bits > MOST_BITS) {
            throw new BadInputException(
                    "A bit width of %d to %d is expected, but %d came".formatted(FEWEST_BITS, MOST_BITS, bits));
        }
    }

    /** Activations: unsigned, all codes. */
    public static IntegerFormat unsigned(int bits) {
        return new IntegerFormat(bits, false, false);
    }

    /**
     * Weights: signed. With 8 bits the range is narrow, so that a sign flip (a negative BatchNorm factor) always has an
     * opposite; with fewer bits codes are too precious and the exporter has room to spare in an int8.
     */
    public static IntegerFormat weights(int bits) {
        return new IntegerFormat(bits, true, bits == MOST_BITS);
    }

    /** Smallest code. */
    public int qmin() {
        int lowest = signed ? -(1 << (bits - 1)) : 0;
        return narrow ? lowest + 1 : lowest;
    }

    /** Largest code. */
    public int qmax() {
        return signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
    }
}
