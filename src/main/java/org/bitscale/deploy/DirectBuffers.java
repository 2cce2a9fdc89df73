package org.bitscale.deploy;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** Native memory for a session's inputs: one block per input, kept between runs and grown where it does not suffice. */
final class DirectBuffers {
    private final Map<String, ByteBuffer> blocks = new HashMap<>();

    /**
     * The value's data in native memory: its own buffer where that is direct, otherwise copied into the input's block.
     */
    Buffer of(String input, TensorValue value) {
        if (value.data().isDirect() && order(value.data()) == ByteOrder.nativeOrder()) {
            return value.data();
        }
        int bytes = Math.multiplyExact(value.elements(), value.type().bytes());
        ByteBuffer block = blocks.get(input);
        if (block == null || block.capacity() < bytes) {
            block = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
            blocks.put(input, block);
        }
        block.clear().limit(bytes);
        return filled(block, value.data());
    }

    /** A view of the block with the elements of {@code source}, which stays as it is. */
    private static Buffer filled(ByteBuffer block, Buffer source) {
        if (source instanceof FloatBuffer floats) {
            return block.asFloatBuffer().put(floats.duplicate()).rewind();
        }
        if (source instanceof LongBuffer longs) {
            return block.asLongBuffer().put(longs.duplicate()).rewind();
        }
        if (source instanceof IntBuffer ints) {
            return block.asIntBuffer().put(ints.duplicate()).rewind();
        }
        return block.put(((ByteBuffer) source).duplicate()).rewind();
    }

    private static ByteOrder order(Buffer buffer) {
        if (buffer instanceof FloatBuffer floats) {
            return floats.order();
        }
        if (buffer instanceof LongBuffer longs) {
            return longs.order();
        }
        if (buffer instanceof IntBuffer ints) {
            return ints.order();
        }
        return ByteOrder.nativeOrder();
    }
}
