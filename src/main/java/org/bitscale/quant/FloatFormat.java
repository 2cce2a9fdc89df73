package org.bitscale.quant;

import org.bitscale.BadInputException;

/**
 * Floating-point numbers of 4 to 8 bits: sign, exponent, mantissa, subnormal numbers below the smallest exponent. E4M3 and
 * E5M2 as in Micikevicius et al. 2022, "FP8 Formats for Deep Learning" (ONNX: FLOAT8E4M3FN and FLOAT8E5M2), the others as
 * in the OCP Microscaling Formats specification 1.0. Codes are the bits as an unsigned integer, sign first.
 *
 * @param exponentBits 2 to 5
 * @param mantissaBits 1 to 3
 * @param specials which of the top codes are no numbers
 */
public record FloatFormat(int exponentBits, int mantissaBits, Specials specials) implements LevelFormat {

    /** Which codes are no finite numbers. */
    public enum Specials {
        /** None: every code is a number. */
        NONE,
        /** Exponent and mantissa all ones: NaN. There are no infinities. */
        NAN,
        /** Exponent all ones: infinity with mantissa 0, NaN else, as IEEE 754 has it. */
        IEEE
    }

    /** 8 bits, largest 448. */
    public static final FloatFormat E4M3 = new FloatFormat(4, 3, Specials.NAN);
    /** 8 bits, largest 57344. */
    public static final FloatFormat E5M2 = new FloatFormat(5, 2, Specials.IEEE);
    /** 6 bits, largest 7.5. */
    public static final FloatFormat E2M3 = new FloatFormat(2, 3, Specials.NONE);
    /** 6 bits, largest 28. */
    public static final FloatFormat E3M2 = new FloatFormat(3, 2, Specials.NONE);
    /** 4 bits: 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their opposites. */
    public static final FloatFormat E2M1 = new FloatFormat(2, 1, Specials.NONE);

    /**
     * Checks the widths.
     *
     * @throws BadInputException if one is out of its bounds
     */
    public FloatFormat {
        if (exponentBits < 2 || exponentBits > 5 || mantissaBits < 1 || mantissaBits > 3) {
            throw new BadInputException(
                    "A small float has 2 to 5 bits of exponent and 1 to 3 of mantissa, but E%dM%d came"
                            .formatted(exponentBits, mantissaBits));
        }
    }

    @Override
    public int bits() {
        return 1 + exponentBits + mantissaBits;
    }

    @Override
    public String label() {
        return "FP%d_E%dM%d".formatted(bits(), exponentBits, mantissaBits);
    }

    /** What is subtracted from the exponent's bits. */
    public int bias() {
        return (1 << (exponentBits - 1)) - 1;
    }

    /** Exponent of the smallest normal number. */
    public int smallestExponent() {
        return 1 - bias();
    }

    /** Exponent of the largest number, e_max of the Microscaling specification. */
    public int largestExponent() {
        int top = (1 << exponentBits) - 1;
        return (specials == Specials.IEEE ? top - 1 : top) - bias();
    }

    @Override
    public float largest() {
        int steps = (2 << mantissaBits) - (specials == Specials.NAN ? 2 : 1);
        return Math.scalb((float) steps, largestExponent() - mantissaBits);
    }

    @Override
    public float lowest() {
        return -largest();
    }

    @Override
    public float nearest(float position) {
        float magnitude = Math.min(Math.abs(position), largest());
        int exponent = Math.max(Math.getExponent(magnitude), smallestExponent());
        float step = Math.scalb(1f, exponent - mantissaBits);
        return Math.copySign((float) Math.rint(magnitude / step) * step, position);
    }

    @Override
    public int code(float level) {
        int sign = level < 0 || 1 / level < 0 ? 1 << (bits() - 1) : 0;
        float magnitude = Math.abs(level);
        int exponent = Math.max(Math.getExponent(magnitude), smallestExponent());
        int steps = (int) Math.scalb(magnitude, mantissaBits - exponent); // below 2^mantissa: subnormal
        int normal = steps >> mantissaBits;
        int field = normal == 0 ? 0 : exponent + bias();
        return sign | field << mantissaBits | steps & (1 << mantissaBits) - 1;
    }

    @Override
    public float level(int code) {
        boolean negative = (code >> (bits() - 1) & 1) == 1;
        int field = code >> mantissaBits & (1 << exponentBits) - 1;
        int mantissa = code & (1 << mantissaBits) - 1;
        boolean top = field == (1 << exponentBits) - 1;
        float magnitude;
        if (specials == Specials.IEEE && top) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (specials == Specials.NAN && top && mantissa == (1 << mantissaBits) - 1) {
            magnitude = Float.NaN;
        } else if (field == 0) {
            magnitude = Math.scalb((float) mantissa, smallestExponent() - mantissaBits);
        } else {
            magnitude = Math.scalb((float) ((1 << mantissaBits) + mantissa), field - bias() - mantissaBits);
        }
        return negative ? -magnitude : magnitude;
    }

    /** The level of each code, from code 0. */
    public float[] levels() {
        float[] levels = new float[1 << bits()];
        for (int code = 0; code < levels.length; code++) {
            levels[code] = level(code);
        }
        return levels;
    }
}
