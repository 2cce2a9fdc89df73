package org.bitscale.quant;

import org.bitscale.BadInputException;

/**
 * A range of integers.
 *
 * @param bits bit width, {@value #FEWEST_BITS} to {@value #MOST_BITS}
 * @param signed whether negative integers exist
 * @param narrow whether the lowest code is dropped, which makes a signed range symmetric: [−127, 127]
 */
public record IntegerFormat(int bits, boolean signed, boolean narrow) implements LevelFormat {

    /** Fewest bits; weights of 1 bit are a {@link BinaryFormat}. */
    public static final int FEWEST_BITS = 1;
    /** Most bits. */
    public static final int MOST_BITS = 16;
    /** Bits of the integers that processors multiply fast. */
    public static final int BYTE_BITS = 8;
    /** −1, 0 and 1 (Li et al. 2016, "Ternary Weight Networks"). */
    public static final IntegerFormat TERNARY = new IntegerFormat(2, true, true);

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
        if (signed && bits == 1) {
            throw new BadInputException("Signed integers of 1 bit are -1 and 0; weights of 1 bit are -1 and 1");
        }
    }

    /** Activations: unsigned, all codes. */
    public static IntegerFormat unsigned(int bits) {
        return new IntegerFormat(bits, false, false);
    }

    /**
     * Weights: signed. With 8 bits or more the range is narrow, so that a sign flip (a negative BatchNorm factor) always
     * has an opposite; with fewer bits codes are too precious and the exporter has room to spare in an int8.
     */
    public static IntegerFormat weights(int bits) {
        return new IntegerFormat(bits, true, bits >= BYTE_BITS);
    }

    /** Whether these are −1, 0 and 1. */
    public boolean isTernary() {
        return equals(TERNARY);
    }

    @Override
    public String label() {
        return isTernary() ? "TERNARY" : "W" + bits;
    }

    @Override
    public float lowest() {
        return qmin();
    }

    @Override
    public float largest() {
        return qmax();
    }

    @Override
    public float nearest(float position) {
        return (float) Math.max(qmin(), Math.min(qmax(), Math.rint(position)));
    }

    @Override
    public int code(float level) {
        return (int) level;
    }

    @Override
    public float level(int code) {
        return code;
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
