package org.bitscale.deploy;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A tensor handed to or taken from a session.
 *
 * @param type element type, not {@link ElementType#OTHER}
 * @param shape dimensions, each at least 0; empty for a scalar
 * @param data all elements, row-major, from position 0 to the limit, in the buffer class that {@link ElementType}
 *     names. Not copied: do not write to it afterwards. A direct buffer in native byte order is handed to ONNX Runtime
 *     as it is.
 */
public record TensorValue(ElementType type, long[] shape, Buffer data) {
    /**
     * Checks that the data fits type and shape.
     *
     * @throws IllegalArgumentException if not
     */
    public TensorValue {
        shape = shape.clone();
        long elements = elements(shape);
        if (!bufferClass(type).isInstance(data)) {
            throw new IllegalArgumentException("a tensor of %s takes its data in a %s, but came a %s"
                    .formatted(
                            type,
                            bufferClass(type).getSimpleName(),
                            data.getClass().getSimpleName()));
        }
        if (data.position() != 0 || data.limit() != elements) {
            throw new IllegalArgumentException(
                    "a tensor of shape %s has %d elements, but the data has %d from position %d on"
                            .formatted(Arrays.toString(shape), elements, data.remaining(), data.position()));
        }
    }

    /**
     * A tensor of {@link ElementType#FLOAT}, over the array itself.
     *
     * @throws IllegalArgumentException if the array does not have as many elements as the shape
     */
    public static TensorValue floats(float[] values, long... shape) {
        return new TensorValue(ElementType.FLOAT, shape, FloatBuffer.wrap(values));
    }

    /**
     * A tensor of {@link ElementType#INT64}, over the array itself.
     *
     * @throws IllegalArgumentException if the array does not have as many elements as the shape
     */
    public static TensorValue int64s(long[] values, long... shape) {
        return new TensorValue(ElementType.INT64, shape, LongBuffer.wrap(values));
    }

    /**
     * A tensor of {@link ElementType#INT32}, over the array itself.
     *
     * @throws IllegalArgumentException if the array does not have as many elements as the shape
     */
    public static TensorValue int32s(int[] values, long... shape) {
        return new TensorValue(ElementType.INT32, shape, IntBuffer.wrap(values));
    }

    /**
     * A tensor of {@link ElementType#INT8}, over the array itself.
     *
     * @throws IllegalArgumentException if the array does not have as many elements as the shape
     */
    public static TensorValue int8s(byte[] values, long... shape) {
        return new TensorValue(ElementType.INT8, shape, ByteBuffer.wrap(values));
    }

    /**
     * A tensor of {@link ElementType#UINT8}, over the array itself, whose bytes stand for 0 … 255.
     *
     * @throws IllegalArgumentException if the array does not have as many elements as the shape
     */
    public static TensorValue uint8s(byte[] values, long... shape) {
        return new TensorValue(ElementType.UINT8, shape, ByteBuffer.wrap(values));
    }

    /**
     * A tensor of {@link ElementType#BOOL}.
     *
     * @throws IllegalArgumentException if the array does not have as many elements as the shape
     */
    public static TensorValue bools(boolean[] values, long... shape) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        return new TensorValue(ElementType.BOOL, shape, ByteBuffer.wrap(bytes));
    }

    /** A copy of the dimensions. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** The number of elements. */
    public int elements() {
        return data.limit();
    }

    /**
     * A copy of the elements of a {@link ElementType#FLOAT} tensor.
     *
     * @throws IllegalStateException if the tensor has another type
     */
    public float[] toFloats() {
        if (!(data instanceof FloatBuffer floats)) {
            throw new IllegalStateException("expected a tensor of FLOAT, but it holds " + type);
        }
        float[] values = new float[floats.limit()];
        floats.get(0, values);
        return values;
    }

    /**
     * A copy of the elements of an integer or truth-value tensor; {@link ElementType#UINT8} as 0 … 255.
     *
     * @throws IllegalStateException if the tensor is one of FLOAT
     */
    public long[] toLongs() {
        long[] values = new long[data.limit()];
        for (int i = 0; i < values.length; i++) {
            if (data instanceof LongBuffer longs) {
                values[i] = longs.get(i);
            } else if (data instanceof IntBuffer ints) {
                values[i] = ints.get(i);
            } else if (data instanceof ByteBuffer bytes) {
                values[i] = type == ElementType.INT8 ? bytes.get(i) : Byte.toUnsignedLong(bytes.get(i));
            } else {
                throw new IllegalStateException("expected a tensor of integers, but it holds " + type);
            }
        }
        return values;
    }

    /**
     * A copy of the elements of an integer or truth-value tensor; {@link ElementType#UINT8} as 0 … 255.
     *
     * @throws IllegalStateException if the tensor is one of FLOAT
     * @throws ArithmeticException if an element of INT64 does not fit
     */
    public int[] toInts() {
        return Arrays.stream(toLongs()).mapToInt(Math::toIntExact).toArray();
    }

    private static Class<? extends Buffer> bufferClass(ElementType type) {
        return switch (type) {
            case FLOAT -> FloatBuffer.class;
            case INT64 -> LongBuffer.class;
            case INT32 -> IntBuffer.class;
            case INT8, UINT8, BOOL -> ByteBuffer.class;
            case OTHER -> throw new IllegalArgumentException("a tensor of type OTHER cannot be handed over");
        };
    }

    private static long elements(long[] shape) {
        long product = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException(
                        "expected dimensions of at least 0, but the shape is " + Arrays.toString(shape));
            }
            product = Math.multiplyExact(product, dimension);
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorValue value
                && type == value.type
                && Arrays.equals(shape, value.shape)
                && data.equals(value.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, Arrays.hashCode(shape), data);
    }

    @Override
    public String toString() {
        return "TensorValue[" + type + ", " + Arrays.toString(shape) + "]";
    }
}
