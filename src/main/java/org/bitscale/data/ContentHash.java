package org.bitscale.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Collects what makes up a dataset and gives its SHA-256. Integers go in as 4 bytes, highest first. */
final class ContentHash {
    private final MessageDigest digest = sha256();

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
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of some bytes alone. */
    static byte[] of(byte[] bytes) {
        return sha256().digest(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
