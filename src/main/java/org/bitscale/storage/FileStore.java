package org.bitscale.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;
import org.bitscale.experiment.run.StoredFile;

/**
 * Files by content: {@code files/ab/abcdef…}, named by SHA-256.
 *
 * @param folder {@code files}
 */
record FileStore(Path folder) {

    /** Copies a file in; the same contents are kept once. */
    StoredFile keep(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("A file to keep is expected, but there is none at " + file);
        }
        Path temporary = DurableFile.temporary(folder);
        try {
            Files.createDirectories(folder);
            MessageDigest digest = Sha256.digest();
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                DurableFile.copy(in, temporary);
            }
            return take(temporary, Sha256.text(digest));
        } catch (IOException e) {
            throw DurableFile.failure(folder, e);
        } finally {
            delete(temporary);
        }
    }

    /** Moves a file in whose hash is known. */
    StoredFile take(Path temporary, String hash) throws IOException {
        StoredFile stored = new StoredFile(hash, Files.size(temporary));
        Path target = place(stored);
        // A file of another length under this name was damaged: what came now heals it.
        if (!Files.isRegularFile(target) || Files.size(target) != stored.bytes()) {
            Files.createDirectories(target.getParent());
            DurableFile.rename(temporary, target);
        }
        return stored;
    }

    /** Where a file lies, or would. */
    Path place(StoredFile file) {
        if (!Sha256.isHash(file.hash())) {
            throw new BadInputException(
                    "A SHA-256 as 64 hexadecimal digits is expected, but '%s' came".formatted(file.hash()));
        }
        return folder.resolve(file.hash().substring(0, 2)).resolve(file.hash());
    }

    /** Where a file lies. */
    Path path(StoredFile file) {
        Path path = place(file);
        if (!Files.isRegularFile(path)) {
            throw new BadInputException(
                    "A stored file is expected at %s, but it is gone; put it back from a backup or run the trial again"
                            .formatted(path));
        }
        return path;
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The check names leftovers; a result must not fail for one.
            org.slf4j.LoggerFactory.getLogger(FileStore.class).debug("left over: {}", temporary, e);
        }
    }
}
