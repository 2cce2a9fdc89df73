package org.bitscale.data;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * The memory that pictures being decoded may take together: a few bytes of a file can declare any number of pixels, and
 * several files are decoded at once.
 */
final class DecodingMemory {
    /** The decoded picture (up to 8 bytes a pixel with 16 bits), its planes as floats (12), and as grey (4). */
    private static final int BYTES_PER_PIXEL = 24;

    private static final int UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;

    /** @param bytes that may be taken at the same time */
    DecodingMemory(long bytes) {
        units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
        free = new Semaphore(units);
    }

    /** A third of what this process can have. */
    static DecodingMemory usual() {
        return new DecodingMemory(Runtime.getRuntime().maxMemory() / 3);
    }

    /**
     * Whether a picture can be decoded at all.
     *
     * @param values made of it
     * @throws DataException naming the file, if not
     */
    void requireRoom(Path file, PictureDecoder.Header picture, long values) {
        if (needed(picture, values) > units) {
            throw new DataException("Cannot decode the picture " + file + ": " + picture.width() + "x"
                    + picture.height() + " pixels take " + (needed(picture, values) >> 10) + " MiB of memory, but only "
                    + (units >> 10) + " MiB are there for it; save it smaller, or start Java with more (-Xmx).");
        }
    }

    /**
     * Decodes once there is room for it.
     *
     * @throws DataException as {@link #requireRoom}
     */
    void decode(Path file, PictureDecoder.Header picture, long values, Runnable decoding) {
        requireRoom(file, picture, values);
        int needed = (int) needed(picture, values);
        free.acquireUninterruptibly(needed);
        try {
            decoding.run();
        } finally {
            free.release(needed);
        }
    }

    private static long needed(PictureDecoder.Header picture, long values) {
        long pixels = (long) picture.height() * picture.width();
        return (pixels * BYTES_PER_PIXEL + values * Float.BYTES) / UNIT + 1;
    }
}
