package org.bitscale.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.bitscale.Sha256;

/** Collects what makes up a dataset and gives its SHA-256. Integers go in as 4 bytes, highest first. */
final class ContentHash {
    private final MessageDigest digest = Sha256.digest();

    ContentHash add(int value) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        return this;
    }

    ContentHash add(List<Integer> values) {
        add(values.size());
        values.forEach(this::add);
        return this;
    }

    ContentHash add(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, values.length));
        bytes.asIntBuffer().put(values);
        add(values.length);
        digest.update(bytes);
        return this;
    }

    ContentHash add(byte[] values) {
        add(values.length);
        digest.update(values);
        return this;
    }

    /** The bits of each value (IEEE 754), a piece at a time so that no second array of their size is needed. */
    ContentHash add(float[] values) {
        add(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * Math.min(values.length, 1 << 14));
        for (int start = 0; start < values.length; start += bytes.capacity() / Float.BYTES) {
            int count = Math.min(values.length - start, bytes.capacity() / Float.BYTES);
            bytes.clear().limit(Float.BYTES * count);
            bytes.asFloatBuffer().put(values, start, count);
            digest.update(bytes);
        }
        return this;
    }

    ContentHash add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    String hex() {
        return Sha256.text(digest);
    }

    /** SHA-256 of some bytes alone. */
    static byte[] of(byte[] bytes) {
        return Sha256.digest().digest(bytes);
    }
}
