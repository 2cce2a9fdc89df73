package org.bitscale.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bitscale.BadInputException;

/**
 * A constant: element type, sizes and ONNX's raw little-endian bytes. Immutable; elements of 4 and 2 bits
 * are packed two and four to a byte, lowest bits first.
 */
public final class Tensor {

    private final DataType type;
    private final long[] sizes;
    private final ByteBuffer raw;

    private Tensor(DataType type, long[] sizes, ByteBuffer raw) {
        this.type = type;
        this.sizes = sizes;
        this.raw = raw;
    }

    /**
     * A tensor over bytes that nobody changes any more.
     *
     * @param raw row-major little-endian elements from position to limit
     * @throws BadInputException if the number of bytes does not fit the sizes
     */
    public static Tensor ofRaw(DataType type, long[] sizes, ByteBuffer raw) {
        long elements = 1;
        for (long size : sizes) {
            if (size < 0) {
                throw new BadInputException("A tensor has the negative size " + size + "; expected 0 or more");
            }
            elements = Math.multiplyExact(elements, size);
        }
        if (raw.remaining() != type.bytes(elements)) {
            throw new BadInputException("A tensor %s%s needs %d bytes of data, but %d came; the file is damaged"
                    .formatted(type, Arrays.toString(sizes), type.bytes(elements), raw.remaining()));
        }
        return new Tensor(type, sizes.clone(), raw.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** A float tensor of these sizes. */
    public static Tensor ofFloats(float[] values, long... sizes) {
        ByteBuffer raw = allocate(DataType.FLOAT, values.length);
        raw.asFloatBuffer().put(values);
        return ofRaw(DataType.FLOAT, sizes, raw);
    }

    /** An integer (or truth) tensor; values are cut to the width of {@code type}. */
    public static Tensor ofLongs(DataType type, long[] values, long... sizes) {
        ByteBuffer raw = allocate(type, values.length);
        for (int i = 0; i < values.length; i++) {
            switch (type.bits()) {
                case 2, 4 -> {
                    int each = 8 / type.bits();
                    int shift = i % each * type.bits();
                    long code = values[i] & (1 << type.bits()) - 1;
                    raw.put(i / each, (byte) (raw.get(i / each) | code << shift));
                }
                case 8 -> raw.put(i, (byte) values[i]);
                case 16 -> raw.putShort(2 * i, (short) values[i]);
                case 32 -> raw.putInt(4 * i, (int) values[i]);
                default -> raw.putLong(8 * i, values[i]);
            }
        }
        return ofRaw(type, sizes, raw);
    }

    /** A scalar int64. */
    public static Tensor ofLong(long value) {
        return ofLongs(DataType.INT64, new long[] {value});
    }

    /** A one-dimensional int64 tensor. */
    public static Tensor ofLongVector(long... values) {
        return ofLongs(DataType.INT64, values, values.length);
    }

    private static ByteBuffer allocate(DataType type, long elements) {
        return ByteBuffer.allocate(Math.toIntExact(type.bytes(elements))).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Element type. */
    public DataType type() {
        return type;
    }

    /** The sizes, outermost first. */
    public long[] sizes() {
        return sizes.clone();
    }

    /** Size along {@code axis}. */
    public int size(int axis) {
        return Math.toIntExact(sizes[axis]);
    }

    /** Number of dimensions. */
    public int rank() {
        return sizes.length;
    }

    /** Number of elements. */
    public int elements() {
        long elements = 1;
        for (long size : sizes) {
            elements *= size;
        }
        return Math.toIntExact(elements);
    }

    /** Type and shape. */
    public TensorType tensorType() {
        return new TensorType(type, Shape.of(sizes));
    }

    /** The raw little-endian bytes, read-only. */
    public ByteBuffer raw() {
        return raw.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same elements under other sizes. */
    public Tensor reshaped(long... newSizes) {
        return ofRaw(type, newSizes, raw());
    }

    /** The elements as floats; integers are converted. */
    public float[] floats() {
        float[] values = new float[elements()];
        if (type == DataType.FLOAT) {
            raw().asFloatBuffer().get(values);
        } else {
            long[] integers = longs();
            for (int i = 0; i < values.length; i++) {
                values[i] = type == DataType.UINT64 ? unsignedToFloat(integers[i]) : integers[i];
            }
        }
        return values;
    }

    private static float unsignedToFloat(long value) {
        return value >= 0 ? value : (value >>> 1) * 2f;
    }

    /** The elements as integers; floats are cut towards zero. */
    public long[] longs() {
        ByteBuffer bytes = raw();
        long[] values = new long[elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case FLOAT -> (long) bytes.getFloat(4 * i);
                case UINT8 -> bytes.get(i) & 0xFF;
                case INT8 -> bytes.get(i);
                case BOOL -> bytes.get(i) == 0 ? 0 : 1;
                case UINT16 -> bytes.getShort(2 * i) & 0xFFFF;
                case INT16 -> bytes.getShort(2 * i);
                case INT32 -> bytes.getInt(4 * i);
                case UINT32 -> bytes.getInt(4 * i) & 0xFFFFFFFFL;
                case INT64, UINT64 -> bytes.getLong(8 * i);
                case UINT4, UINT2 -> code(bytes, i);
                case INT4, INT2 -> {
                    int sign = 1 << type.bits() - 1;
                    yield (code(bytes, i) ^ sign) - sign;
                }
            };
        }
        return values;
    }

    /** One of several elements that share a byte. */
    private int code(ByteBuffer bytes, int i) {
        int each = 8 / type.bits();
        return bytes.get(i / each) >> i % each * type.bits() & (1 << type.bits()) - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && type == tensor.type
                && Arrays.equals(sizes, tensor.sizes)
                && raw.equals(tensor.raw);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(sizes) + raw.hashCode();
    }

    @Override
    public String toString() {
        return tensorType().toString();
    }
}
