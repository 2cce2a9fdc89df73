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
