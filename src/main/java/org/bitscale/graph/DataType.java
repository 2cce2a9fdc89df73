package org.bitscale.graph;

import org.bitscale.BadInputException;

/** Element types of tensors, with the numbers ONNX gives them (TensorProto.DataType). */
public enum DataType {
    /** 32-bit IEEE float. Half, bfloat16 and double tensors are converted to it when a file is read. */
    FLOAT(1, 32),
    /** Unsigned 8-bit integer. */
    UINT8(2, 8),
    /** Signed 8-bit integer. */
    INT8(3, 8),
    /** Unsigned 16-bit integer. */
    UINT16(4, 16),
    /** Signed 16-bit integer. */
    INT16(5, 16),
    /** Signed 32-bit integer. */
    INT32(6, 32),
    /** Signed 64-bit integer. */
    INT64(7, 64),
    /** Truth value, one byte. */
    BOOL(9, 8),
    /** Unsigned 32-bit integer. */
    UINT32(12, 32),
    /** Unsigned 64-bit integer. */
    UINT64(13, 64),
    /** Unsigned 4-bit integer, two to a byte, low half first. */
    UINT4(21, 4),
    /** Signed 4-bit integer, two to a byte, low half first. */
    INT4(22, 4),
    /** Unsigned 2-bit integer, four to a byte, lowest bits first. */
    UINT2(25, 2),
    /** Signed 2-bit integer, four to a byte, lowest bits first. */
    INT2(26, 2);

    private final int onnx;
    private final int bits;

    DataType(int onnx, int bits) {
        this.onnx = onnx;
        this.bits = bits;
    }

    /** The number of this type in ONNX files. */
    public int onnx() {
        return onnx;
    }

    /** Bits of one element in raw data. */
    public int bits() {
        return bits;
    }

    /** Whether elements may be negative. */
    public boolean isSigned() {
        return this == FLOAT || name().startsWith("INT");
    }

    /** Whether elements are real numbers. */
    public boolean isFloat() {
        return this == FLOAT;
    }

    /**
     * Smallest and largest integer of a type of 1 to 32 bits.
     *
     * @throws IllegalStateException for other types
     */
    public long[] limits() {
        if (isFloat() || this == BOOL || bits > 32) {
            throw new IllegalStateException("integers of up to 32 bits have limits here, not " + this);
        }
        long half = 1L << bits - 1;
        return isSigned() ? new long[] {-half, half - 1} : new long[] {0, 2 * half - 1};
    }

    /**
     * Bytes that {@code elements} elements take in raw data.
     *
     * @throws ArithmeticException if they are too many to count
     */
    public long bytes(long elements) {
        return Math.addExact(Math.multiplyExact(elements, (long) bits), 7) / 8;
    }

    /**
     * The type with this ONNX number; floating types of other widths come as {@link #FLOAT}.
     *
     * @throws BadInputException for types that a network here cannot have (strings, complex numbers, 8-bit floats)
     */
    public static DataType ofOnnx(int number, String where) {
        if (number == 10 || number == 11 || number == 16) { // FLOAT16, DOUBLE, BFLOAT16
            return FLOAT;
        }
        for (DataType type : values()) {
            if (type.onnx == number) {
                return type;
            }
        }
        throw new BadInputException(
                "%s has element type number %d, which is not supported; expected a float or integer type"
                        .formatted(where, number));
    }
}
