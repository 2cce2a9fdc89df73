package org.bitscale.quant;

import org.bitscale.BadInputException;

/**
 * How one tensor is quantized.
 *
 * @param format its numbers
 * @param scales who shares a scale
 * @param symmetric whether the zero point is fixed at 0
 */
public record TensorQuantSpec(NumberFormat format, ScaleSharing scales, boolean symmetric) {

    /**
     * Refuses what no kernel has.
     *
     * @throws BadInputException for signed asymmetric or per-channel asymmetric combinations, and for block scales of
     *     numbers that have none
     */
    public TensorQuantSpec {
        if (isSigned(format) != symmetric) {
            throw new BadInputException("Signed integers go with a zero point of 0 and unsigned ones with a free one; "
                    + "integer kernels have nothing else");
        }
        if (scales.granularity() != Granularity.TENSOR && !symmetric) {
            throw new BadInputException(
                    "One scale a channel or a group is possible for weights only, not for activations");
        }
        if (scales.powersOfTwo() && scales.granularity() != Granularity.GROUP) {
            throw new BadInputException("Scales that are powers of two are those of groups");
        }
        if (!(format instanceof LevelFormat) && scales.granularity() == Granularity.GROUP) {
            throw new BadInputException(
                    "%s has its values for a layer as a whole; groups of weights with scales of their own are for "
                                    .formatted(format.label())
                            + "integers and small floats");
        }
    }

    private static boolean isSigned(NumberFormat format) {
        return !(format instanceof IntegerFormat integers) || integers.signed();
    }

    /** Who shares a scale. */
    public Granularity granularity() {
        return scales.granularity();
    }

    /** Signed weights with zero point 0; those of 1 bit have no zero. */
    public static TensorQuantSpec weights(int bits, Granularity granularity) {
        return weights(integers(bits), ScaleSharing.of(granularity, ScaleSharing.USUAL_GROUP));
    }

    /** Weights of a format. */
    public static TensorQuantSpec weights(NumberFormat format, ScaleSharing scales) {
        return new TensorQuantSpec(format, scales, true);
    }

    /** Unsigned activations with a zero point, one scale a tensor. */
    public static TensorQuantSpec activations(int bits) {
        return new TensorQuantSpec(IntegerFormat.unsigned(bits), ScaleSharing.TENSOR, false);
    }

    /** Signed integers of so many bits, of which one bit has no zero. */
    public static LevelFormat integers(int bits) {
        return bits == 1 ? new BinaryFormat() : IntegerFormat.weights(bits);
    }
}
