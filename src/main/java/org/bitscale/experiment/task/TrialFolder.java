package org.bitscale.experiment.task;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitscale.BadInputException;

/**
 * A trial's folder in a workspace, held by one process at a time: the kernel gives the lock back when the process is gone,
 * however it went.
 */
final class TrialFolder implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel channel;

    private TrialFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Takes the folder of a trial, made if it is absent; empty if somebody else has it. */
    static Optional<TrialFolder> take(Path trials, String hash) {
        Path folder = trials.resolve(hash);
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            // Whoever had it may have removed the file that is locked now: then it is another file, and no use.
            if (lock == null || !Files.exists(folder.resolve(LOCK))) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new TrialFolder(folder, channel));
        } catch (IOException e) {
            throw new BadInputException(
                    "The trial's folder '%s' cannot be used: %s; free some space or make the workspace writable"
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return folder;
    }

    /** Removes it with everything in it: its results are kept elsewhere. */
    void remove() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> contents = files.filter(
                            file -> !file.getFileName().toString().equals(LOCK))
                    .toList();
            for (Path file : contents) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new BadInputException("The trial's folder '%s' cannot be removed: %s".formatted(folder, e), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BadInputException("The lock of '%s' cannot be given back: %s".formatted(folder, e), e);
        }
    }
}
