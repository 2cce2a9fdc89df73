package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.Sha256;
import org.bitscale.experiment.CheckpointFile;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints with damaged contents under a hash that fits: what does not fit its hash is not looked at. */
class CheckpointFuzzTest extends ReaderFuzz {

    private static final int SHA256_BYTES = 32;

    @TempDir
    Path folder;

    CheckpointFuzzTest() {
        super("checkpoint");
    }

    @DictionaryEntries({"\"arrays\":{\"w\":", "\"best\":{", "\"steps\":", "-1", "2147483647", "null"})
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] bytes) throws IOException {
        Path file = folder.resolve("checkpoint");
        byte[] hash = Sha256.digest().digest(bytes);
        Files.write(
                file,
                ByteBuffer.allocate(bytes.length + SHA256_BYTES)
                        .put(bytes)
                        .put(hash)
                        .array());
        check(() -> new CheckpointFile(file, "trial").load());
    }
}
