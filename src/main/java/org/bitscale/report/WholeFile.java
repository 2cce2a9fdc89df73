package org.bitscale.report;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file so that readers see the old one or the whole new one, never a part. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes beside the target, then renames.
     *
     * @throws IOException if that fails, with a message of one line that names the file and the reason
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new IOException("cannot write " + file + ": it is a folder");
        }
        if (!Files.isDirectory(folder)) {
            String reason = Files.exists(folder) ? "is not a folder" : "does not exist";
            throw new IOException("cannot write " + file + ": folder " + folder + " " + reason);
        }
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            rename(temporary, target);
        } catch (IOException e) {
            IOException failure = new IOException("cannot write " + file + " (" + reason(e) + ")", e);
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    private static String reason(IOException e) {
        boolean named = e instanceof FileSystemException system && system.getReason() != null;
        return named ? ((FileSystemException) e).getReason() : e.getClass().getSimpleName();
    }

    private static void rename(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
