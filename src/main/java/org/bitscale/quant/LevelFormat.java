package org.bitscale.quant;

/**
 * Numbers with fixed levels: a code stands for a level, and a level times a scale is a real number. Rounding is to the
 * nearest level, saturating; where two are equally near, to the one whose code is even.
 */
public sealed interface LevelFormat extends NumberFormat permits IntegerFormat, FloatFormat, BinaryFormat {

    /** Smallest level. */
    float lowest();

    /** Largest level. */
    float largest();

    /**
     * The level nearest to a position.
     *
     * @param position a real number divided by its scale; not NaN
     */
    float nearest(float position);

    /** The code of a level. */
    int code(float level);

    /** The level that a code stands for; NaN and infinities where the format has them. */
    float level(int code);
}
