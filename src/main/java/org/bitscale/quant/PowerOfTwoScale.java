package org.bitscale.quant;

/**
 * Scales of block-scaled formats: E8M0, eight bits of exponent and nothing else, from 2⁻¹²⁷ to 2¹²⁷; code 255 is NaN (OCP
 * Microscaling Formats specification 1.0).
 */
public final class PowerOfTwoScale {

    /** What is subtracted from the code. */
    private static final int BIAS = 127;

    /** Bits that a scale takes. */
    public static final int BITS = 8;

    private static final int NAN = 255;

    private PowerOfTwoScale() {}

    /** The scale that a code stands for; NaN for 255. */
    public static float of(int code) {
        return code == NAN ? Float.NaN : (float) Math.scalb(1.0, code - BIAS);
    }

    /** The code of a power of two; 255 for NaN. */
    public static int code(float scale) {
        return Float.isNaN(scale) ? NAN : (int) Math.round(Math.log(scale) / Math.log(2)) + BIAS;
    }

    /**
     * The scale of a block: the largest power of two in its largest magnitude, divided by the largest power of two among
     * the format's levels. Elements between the format's largest level and the next power of two saturate, as the
     * specification has it.
     *
     * @return 1 for a block of zeros
     */
    public static float ofBlock(float largestMagnitude, LevelFormat format) {
        if (largestMagnitude < Float.MIN_NORMAL) {
            return 1;
        }
        int exponent = Math.getExponent(largestMagnitude) - Math.getExponent(format.largest());
        return of(Math.max(0, Math.min(NAN - 1, exponent + BIAS)));
    }
}
