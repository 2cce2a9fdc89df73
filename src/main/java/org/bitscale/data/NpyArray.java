package org.bitscale.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * A NumPy array in memory: bytes where its type is {@code u1} or {@code b1}, floats else. The values lie as in the file;
 * {@link #bytesBy} and {@link #floatsBy} bring them in order.
 *
 * @param name what messages call it
 * @param header type, order, shape
 * @param bytes the values of a type of bytes, else empty
 * @param floats the values of any other type, else empty
 */
record NpyArray(String name, NpyHeader header, byte[] bytes, float[] floats) {
    private static final int CHUNK_BYTES = 1 << 20;

    /** Reading of something with an array in it. */
    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** Opens a stream. */
    interface Opening {
        InputStream open() throws IOException;
    }

    /** Runs a reading and says in a line what goes wrong in it. */
    static <T> T guarded(String name, Opening opening, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(opening.open(), 1 << 16))) {
            return reading.from(in);
        } catch (ClosedByInterruptException e) {
            throw Items.cancelled();
        } catch (EOFException e) {
            throw new DataException(name + " is truncated: it ends early. Save or copy it again.", e);
        } catch (ZipException e) {
            throw new DataException(name + " is damaged (" + e.getMessage() + "): save or copy it again.", e);
        } catch (IOException e) {
            throw new DataException("Cannot read " + name + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * Reads values behind their header.
     *
     * @param exact whether the length was checked, so that all memory may be taken at once; else it grows with what comes
     * @throws DataException if they are no numbers, too many, or more than the header tells
     */
    static NpyArray read(DataInputStream in, NpyHeader header, String name, boolean exact) throws IOException {
        NpyType type = header.type();
        if (type.isText()) {
            throw new DataException(name + " holds texts (" + header.text() + "), but expected are numbers ("
                    + NpyType.codes() + "): only labels may be texts.");
        }
        Memory.require(header.values(), type.isByte() ? Byte.BYTES : Float.BYTES, name);
        int total = (int) header.values();
        int capacity = exact ? total : Math.min(total, CHUNK_BYTES);
        byte[] bytes = new byte[type.isByte() ? capacity : 0];
        float[] floats = new float[type.isByte() ? 0 : capacity];
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int filled = 0; filled < total; ) {
            Items.requireNotInterrupted();
            int count = Math.min(total - filled, CHUNK_BYTES / type.bytes());
            in.readFully(chunk, 0, count * type.bytes());
            if (filled + count > capacity) {
                capacity = (int) Math.min(total, 2L * capacity);
                bytes = type.isByte() ? Arrays.copyOf(bytes, capacity) : bytes;
                floats = type.isByte() ? floats : Arrays.copyOf(floats, capacity);
            }
            ByteBuffer values = ByteBuffer.wrap(chunk).order(header.order());
            for (int i = filled; i < filled + count; i++) {
                if (type.isByte()) {
                    bytes[i] = (byte) type.value(values);
                } else {
                    floats[i] = type.value(values);
                }
            }
            filled += count;
        }
        requireEnd(in, header, name);
        return new NpyArray(name, header, bytes, floats);
    }

    /** @throws DataException if something comes behind the last value */
    static void requireEnd(DataInputStream in, NpyHeader header, String name) throws IOException {
        if (in.read() >= 0) {
            throw new DataException(
                    name + " is longer than its header tells (" + header.text() + "): it is broken. Save it again.");
        }
    }

    /** Number of axes. */
    int rank() {
        return header.shape().size();
    }

    /** Length of an axis. */
    int extent(int axis) {
        return Math.toIntExact(header.shape().get(axis));
    }

    /** One value of an array of any type, by its place in C order. */
    float value(int place) {
        int at = header.fortran() ? fortranPlace(place) : place;
        return header.type().isByte() ? bytes[at] & 0xFF : floats[at];
    }

    private int fortranPlace(int place) {
        int[] strides = strides();
        int at = 0;
        int rest = place;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            at += rest % extent(axis) * strides[axis];
            rest /= extent(axis);
        }
        return at;
    }

    /** How far the next value along each axis is. */
    private int[] strides() {
        int[] strides = new int[rank()];
        int stride = 1;
        for (int i = 0; i < strides.length; i++) {
            int axis = header.fortran() ? i : strides.length - 1 - i;
            strides[axis] = stride;
            stride *= extent(axis);
        }
        return strides;
    }

    /** The bytes with the axes in this order, the last changing fastest; the array itself where that is so already. */
    byte[] bytesBy(int... axes) {
        if (isOrdered(axes)) {
            return bytes;
        }
        byte[] result = new byte[bytes.length];
        forEachRow(axes, (from, step, to, count) -> {
            for (int i = 0; i < count; i++) {
                result[to + i] = bytes[from + i * step];
            }
        });
        return result;
    }

    /** The floats with the axes in this order, the last changing fastest; the array itself where that is so already. */
    float[] floatsBy(int... axes) {
        if (isOrdered(axes)) {
            return floats;
        }
        float[] result = new float[floats.length];
        forEachRow(axes, (from, step, to, count) -> {
            for (int i = 0; i < count; i++) {
                result[to + i] = floats[from + i * step];
            }
        });
        return result;
    }

    private boolean isOrdered(int[] axes) {
        int expected = 1;
        int[] strides = strides();
        for (int i = axes.length - 1; i >= 0; i--) {
            if (extent(axes[i]) > 1 && strides[axes[i]] != expected) {
                return false;
            }
            expected *= extent(axes[i]);
        }
        return true;
    }

    private interface RowCopy {
        void copy(int from, int step, int to, int count);
    }

    private void forEachRow(int[] axes, RowCopy copy) {
        int[] strides = strides();
        int last = axes.length - 1;
        int count = extent(axes[last]);
        int rows = 1;
        for (int i = 0; i < last; i++) {
            rows *= extent(axes[i]);
        }
        int[] index = new int[last];
        int from = 0;
        for (int row = 0; row < rows; row++) {
            copy.copy(from, strides[axes[last]], row * count, count);
            for (int i = last - 1; i >= 0; i--) {
                from += strides[axes[i]];
                if (++index[i] < extent(axes[i])) {
                    break;
                }
                from -= strides[axes[i]] * index[i];
                index[i] = 0;
            }
        }
    }
}
