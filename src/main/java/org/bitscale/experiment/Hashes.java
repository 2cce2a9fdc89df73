package org.bitscale.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeMap;
import org.bitscale.Sha256;
import org.bitscale.graph.Graph;

/** SHA-256 of texts and weights, as hexadecimal text. */
final class Hashes {

    private Hashes() {}

    /** Of some texts, one after another. */
    static String of(String... texts) {
        MessageDigest digest = Sha256.digest();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return Sha256.text(digest);
    }

    /** Of all constants of a graph, by name. */
    static String ofConstants(Graph graph) {
        MessageDigest digest = Sha256.digest();
        new TreeMap<>(graph.constants()).forEach((name, tensor) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            ByteBuffer raw = tensor.raw();
            digest.update(raw);
        });
        return Sha256.text(digest);
    }
}
