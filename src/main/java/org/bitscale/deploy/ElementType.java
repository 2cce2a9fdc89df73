package org.bitscale.deploy;

import ai.onnxruntime.OnnxJavaType;

/** The element types of tensors that can be handed to and taken from a session. */
public enum ElementType {
    /** 32-bit floating point, in a {@link java.nio.FloatBuffer}. */
    FLOAT(1, Float.BYTES, OnnxJavaType.FLOAT),
    /** Unsigned 8-bit integer, in a {@link java.nio.ByteBuffer}. */
    UINT8(2, Byte.BYTES, OnnxJavaType.UINT8),
    /** Signed 8-bit integer, in a {@link java.nio.ByteBuffer}. */
    INT8(3, Byte.BYTES, OnnxJavaType.INT8),
    /** Signed 32-bit integer, in an {@link java.nio.IntBuffer}. */
    INT32(6, Integer.BYTES, OnnxJavaType.INT32),
    /** Signed 64-bit integer, in a {@link java.nio.LongBuffer}. */
    INT64(7, Long.BYTES, OnnxJavaType.INT64),
    /** Truth value, a byte of 0 or 1 in a {@link java.nio.ByteBuffer}. */
    BOOL(9, Byte.BYTES, OnnxJavaType.BOOL),
    /** Any other type or no tensor at all: listed, but neither accepted nor returned. */
    OTHER(0, 0, OnnxJavaType.UNKNOWN);

    private final int onnxNumber;
    private final int bytes;
    private final OnnxJavaType javaType;

    ElementType(int onnxNumber, int bytes, OnnxJavaType javaType) {
        this.onnxNumber = onnxNumber;
        this.bytes = bytes;
        this.javaType = javaType;
    }

    /** The number of this type in ONNX's {@code TensorProto.DataType}; 0 for {@link #OTHER}. */
    public int onnxNumber() {
        return onnxNumber;
    }

    /** The bytes of one element; 0 for {@link #OTHER}. */
    public int bytes() {
        return bytes;
    }

    OnnxJavaType javaType() {
        return javaType;
    }

    static ElementType of(OnnxJavaType javaType) {
        for (ElementType type : values()) {
            if (type.javaType == javaType) {
                return type;
            }
        }
        return OTHER;
    }
}
