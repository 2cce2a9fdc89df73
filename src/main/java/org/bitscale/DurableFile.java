package org.bitscale;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are whole or absent, also after a power failure: written beside the target, forced to the disk, renamed.
 */
public final class DurableFile {

    private static final String TEMPORARY = ".tmp";

    private DurableFile() {}

    /**
     * Writes {@code content} to {@code file}, or replaces what is there.
     *
     * @throws IOException if that fails; {@link #failure} makes a line of it
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path temporary = temporary(file.toAbsolutePath().getParent());
        try {
            try (FileChannel channel = create(temporary)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            rename(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Copies all of {@code in} to a new file and forces it to the disk. */
    public static void copy(InputStream in, Path file) throws IOException {
        try (FileChannel channel = create(file)) {
            OutputStream out = Channels.newOutputStream(channel);
            in.transferTo(out);
            channel.force(true);
        }
    }

    /** A name in {@code folder} for work in progress, recognised by {@link #isTemporary}. */
    public static Path temporary(Path folder) {
        return folder.resolve("." + UUID.randomUUID() + TEMPORARY);
    }

    /** Whether a file or folder is work in progress, or what a crash left of it. */
    public static boolean isTemporary(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") && name.contains(TEMPORARY);
    }

    /** Gives a file its final name, in place of what had it. */
    public static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        force(to.toAbsolutePath().getParent());
    }

    /** A failure to write as one line. */
    public static BadInputException failure(Path file, IOException e) {
        return new BadInputException(
                "Cannot write %s (%s); check that the disk has space and the folder may be written"
                        .formatted(file, reason(e)),
                e);
    }

    /** Why an operation on files failed, without the path. */
    public static String reason(IOException e) {
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        boolean named = !(e instanceof FileSystemException) && e.getMessage() != null;
        return named ? e.getMessage() : e.getClass().getSimpleName();
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Makes a rename durable where folders can be forced to the disk; Windows needs and knows no such thing. */
    private static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
