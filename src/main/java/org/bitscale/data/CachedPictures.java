package org.bitscale.data;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Pictures decoded when they are read. The first ones that are read stay decoded up to a number of bytes, the others are
 * decoded anew each time. Nothing is ever put out for another: every pass of a training reads all pictures once, so
 * whatever were put out would be wanted again before what came in its place.
 */
final class CachedPictures implements Dataset {
    private final DatasetInfo info;
    private final List<Path> files;
    private final int[] labels;
    private final Resize resize;
    private final DecodingMemory memory;
    private final AtomicReferenceArray<byte[]> decoded;
    private final AtomicInteger free;

    /**
     * @param cacheBytes decoded pictures take at most so many
     * @param memory for decoding
     */
    CachedPictures(
            DatasetInfo info, List<Path> files, int[] labels, Resize resize, long cacheBytes, DecodingMemory memory) {
        this.info = info;
        this.files = files;
        this.labels = labels;
        this.resize = resize;
        this.memory = memory;
        this.decoded = new AtomicReferenceArray<>(labels.length);
        this.free = new AtomicInteger((int) Math.min(labels.length, cacheBytes / info.valuesPerItem()));
    }

    @Override
    public DatasetInfo info() {
        return info;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int index, float[] target, int offset) {
        byte[] kept = decoded.get(index);
        if (kept == null) {
            Path file = files.get(index);
            byte[] bytes = PictureDecoder.bytes(file);
            memory.decode(
                    file,
                    PictureDecoder.header(bytes, file),
                    0,
                    () -> PictureDecoder.decode(bytes, file, info.shape(), resize, target, offset));
            keep(index, target, offset);
            return;
        }
        for (int i = 0; i < kept.length; i++) {
            target[offset + i] = kept[i] & 0xFF;
        }
    }

    /** Two threads that read one picture at once may both take a place; one of them stays unused. */
    private void keep(int index, float[] values, int offset) {
        if (free.get() <= 0 || free.getAndDecrement() <= 0) {
            return;
        }
        byte[] bytes = new byte[info.valuesPerItem()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) values[offset + i];
        }
        decoded.set(index, bytes);
    }

    /** How many pictures are held decoded. */
    int held() {
        int held = 0;
        for (int i = 0; i < labels.length; i++) {
            held += decoded.get(i) == null ? 0 : 1;
        }
        return held;
    }
}
