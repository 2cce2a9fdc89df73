package org.bitscale.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.bitscale.graph.Graph;

/** SHA-256 of files and weights, as hexadecimal text. */
final class Hashes {

    private Hashes() {}

    /** Of a file's bytes. */
    static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of some texts, one after another. */
    static String of(String... texts) {
        MessageDigest digest = sha256();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of all constants of a graph, by name. */
    static String ofConstants(Graph graph) {
        MessageDigest digest = sha256();
        new TreeMap<>(graph.constants()).forEach((name, tensor) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            ByteBuffer raw = tensor.raw();
            digest.update(raw);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A fresh digest. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
