package org.bitscale.quant;

import org.bitscale.BadInputException;

/**
 * How one tensor is quantized.
 *
 * @param format the integers
 * @param granularity who shares a scale
 * @param symmetric whether the zero point is fixed at 0
 */
public record TensorQuantSpec(IntegerFormat format, Granularity granularity, boolean symmetric) {

    /**
     * Refuses what no integer kernel has.
     *
     * @throws BadInputException for signed asymmetric or per-channel asymmetric combinations
     */
    public TensorQuantSpec {
        if (format.signed() != symmetric) {
            throw new BadInputException("Signed integers go with a zero point of 0 and unsigned ones with a free one; "
                    + "integer kernels have nothing else");
        }
        if (granularity == Granularity.CHANNEL && !symmetric) {
            throw new BadInputException("One scale a channel is possible for weights only, not for activations");
        }
    }

    /** Signed weights with zero point 0. */
    public static TensorQuantSpec weights(int bits, Granularity granularity) {
        return new TensorQuantSpec(IntegerFormat.weights(bits), granularity, true);
    }

    /** Unsigned activations with a zero point, one scale a tensor. */
    public static TensorQuantSpec activations(int bits) {
        return new TensorQuantSpec(IntegerFormat.unsigned(bits), Granularity.TENSOR, false);
    }
}
