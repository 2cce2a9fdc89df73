package org.bitscale.experiment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;

/**
 * Keeps what was computed under the content it was computed from, so that it never has to be invalidated: in a folder, a
 * file for each result. While one process computes something, others that want the same wait for it.
 */
public final class ContentCache {

    /** Computes everything anew. */
    public static final ContentCache NONE = new ContentCache(Optional.empty());

    private final Optional<Path> folder;

    private ContentCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Keeps results in {@code folder}, which is made when it is needed. */
    public static ContentCache in(Path folder) {
        return new ContentCache(Optional.of(folder));
    }

    /**
     * The result for some content.
     *
     * @param kind what is computed
     * @param content everything that decides the result, as a record
     * @param type of the result, a record that {@link Json} writes and reads unchanged
     * @param compute computes it if it is not known
     * @throws BadInputException if the folder cannot be used
     */
    public <T> T get(String kind, Object content, Class<T> type, Supplier<T> compute) {
        if (folder.isEmpty()) {
            return compute.get();
        }
        Path file = file(folder.get(), kind, content);
        try {
            Optional<T> known = read(file, type);
            if (known.isPresent()) {
                return known.get();
            }
            Files.createDirectories(folder.get());
            try (FileChannel channel = FileChannel.open(
                            file.resolveSibling(file.getFileName().toString().replace(".json", ".lock")),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                known = lock.isValid() ? read(file, type) : Optional.empty();
                return known.isPresent() ? known.get() : write(file, compute.get());
            }
        } catch (IOException e) {
            throw failure(folder.get(), e);
        }
    }

    /**
     * What is kept for some content, if anything is; neither waits nor computes.
     *
     * @throws BadInputException if the folder cannot be used
     */
    public <T> Optional<T> known(String kind, Object content, Class<T> type) {
        try {
            return folder.isPresent() ? read(file(folder.get(), kind, content), type) : Optional.empty();
        } catch (IOException e) {
            throw failure(folder.get(), e);
        }
    }

    /**
     * Keeps what is known so far for some content, in place of what was kept: for results that grow.
     *
     * @throws BadInputException if the folder cannot be used
     */
    public void keep(String kind, Object content, Object result) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder.get());
            write(file(folder.get(), kind, content), result);
        } catch (IOException e) {
            throw failure(folder.get(), e);
        }
    }

    private static Path file(Path folder, String kind, Object content) {
        return folder.resolve(kind + "-" + hash(content) + ".json");
    }

    private static BadInputException failure(Path folder, IOException e) {
        return new BadInputException(
                "The cache '%s' cannot be used: %s; free some space or make it writable"
                        .formatted(folder, e.getMessage()),
                e);
    }

    /** A file that cannot be understood is as good as none: its result is computed again. */
    private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readString(file), type));
        } catch (BadInputException e) {
            return Optional.empty();
        }
    }

    private static <T> T write(Path file, T result) throws IOException {
        DurableFile.write(file, Json.write(result).getBytes(StandardCharsets.UTF_8));
        return result;
    }

    private static String hash(Object content) {
        return Sha256.of(Json.canonical(Json.tree(content)).getBytes(StandardCharsets.UTF_8));
    }
}
