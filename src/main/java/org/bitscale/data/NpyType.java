package org.bitscale.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Types of values that are read from NumPy arrays, by the code that NumPy gives them: numbers, and texts as labels. */
enum NpyType {
    B1(1) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.get() == 0 ? 0 : 1;
        }
    },
    U1(1) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.get() & 0xFF;
        }
    },
    I1(1) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.get();
        }
    },
    U2(2) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.getShort() & 0xFFFF;
        }
    },
    I2(2) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.getShort();
        }
    },
    U4(4) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.getInt() & 0xFFFFFFFFL;
        }
    },
    I4(4) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.getInt();
        }
    },
    U8(8) {
        @Override
        float value(ByteBuffer bytes) {
            long value = bytes.getLong();
            // Half of a value too large for a long, with the bit that falls out kept for rounding.
            return value >= 0 ? value : (float) (value >>> 1 | value & 1) * 2;
        }
    },
    I8(8) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.getLong();
        }
    },
    F2(2) {
        @Override
        float value(ByteBuffer bytes) {
            return half(bytes.getShort());
        }
    },
    F4(4) {
        @Override
        float value(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    F8(8) {
        @Override
        float value(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    },
    /** Texts of bytes, one a character. */
    S(1) {
        @Override
        float value(ByteBuffer bytes) {
            throw noNumber();
        }
    },
    /** Texts of Unicode code points. */
    U(4) {
        @Override
        float value(ByteBuffer bytes) {
            throw noNumber();
        }
    };

    private final int bytes;

    NpyType(int bytes) {
        this.bytes = bytes;
    }

    private static IllegalStateException noNumber() {
        return new IllegalStateException("a text is no number");
    }

    /** Length of one value in bytes; of texts, of one character. */
    int bytes() {
        return bytes;
    }

    /** The next value as float, rounded to the nearest where it is none. */
    abstract float value(ByteBuffer bytes);

    /** Whether values are kept as bytes. */
    boolean isByte() {
        return this == U1 || this == B1;
    }

    /** Whether values are texts, which have a length. */
    boolean isText() {
        return this == S || this == U;
    }

    /** NumPy's code, such as {@code u1}; of texts without their length. */
    String code() {
        return isText() ? name() : name().toLowerCase(Locale.ROOT);
    }

    static Optional<NpyType> of(String code) {
        return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
    }

    /** Codes of all types of numbers, for messages. */
    static String codes() {
        return Arrays.stream(values())
                .filter(type -> !type.isText())
                .map(NpyType::code)
                .collect(Collectors.joining(", "));
    }

    /** The order that NumPy's sign before a code means; without one it does not matter. */
    static ByteOrder order(String sign) {
        return sign.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** The value of 16 bits (IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction). */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float size;
        if (exponent == 0x1F) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((float) fraction, -24);
        } else {
            size = Math.scalb((float) (fraction | 0x400), exponent - 25);
        }
        return bits < 0 ? -size : size;
    }
}
