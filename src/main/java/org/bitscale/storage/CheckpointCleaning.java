package org.bitscale.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;

/**
 * Removes checkpoints that nobody needs any more from {@code trials/}: those of trials that have a finished run, and on
 * demand old ones without. Results lie elsewhere and are never touched.
 *
 * <p>A trial at work is recognised by the lock its process holds on the file {@code lock} in the trial's folder. Looking
 * for that lock must be done from another process than the one that holds it: on Linux, looking from the same one would
 * release it.
 */
public final class CheckpointCleaning {

    /** The file a process locks while it works on a trial. */
    public static final String LOCK = "lock";

    /**
     * What was done.
     *
     * @param folders removed
     * @param bytes freed
     * @param atWork folders left alone because a process works in them
     * @param unfinished folders left alone because their trial has no finished run
     */
    public record Result(int folders, long bytes, int atWork, int unfinished) {}

    private CheckpointCleaning() {}

    /**
     * Cleans.
     *
     * @param olderThan also removes checkpoints of trials without a finished run that nobody has written to for so long
     * @param now the present
     * @throws org.bitscale.BadInputException if the workspace is read-only or a folder cannot be removed
     */
    public static Result clean(Workspace workspace, Optional<Duration> olderThan, Instant now) {
        if (workspace.isReadOnly()) {
            throw StorageFailure.readOnly(workspace.folder(), null);
        }
        try {
            List<Path> folders = folders(workspace.trials());
            Set<String> finished = workspace
                    .runs()
                    .finished(folders.stream()
                            .map(folder -> folder.getFileName().toString())
                            .collect(Collectors.toSet()));
            int removed = 0;
            long bytes = 0;
            int atWork = 0;
            int unfinished = 0;
            for (Path folder : folders) {
                boolean old = olderThan.isPresent() && lastWritten(folder).isBefore(now.minus(olderThan.get()));
                if (!old && !finished.contains(folder.getFileName().toString())) {
                    unfinished++;
                    continue;
                }
                long size = size(folder);
                if (remove(folder)) {
                    removed++;
                    bytes += size;
                } else {
                    atWork++;
                }
            }
            return new Result(removed, bytes, atWork, unfinished);
        } catch (IOException e) {
            throw DurableFile.failure(workspace.trials(), e);
        }
    }

    private static List<Path> folders(Path trials) throws IOException {
        if (!Files.isDirectory(trials)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(trials)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .filter(entry -> Sha256.isHash(entry.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static Instant lastWritten(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Instant last = Instant.MIN;
            for (Path path : all.toList()) {
                Instant written = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                        .toInstant();
                last = written.isAfter(last) ? written : last;
            }
            return last;
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            long bytes = 0;
            for (Path path : all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                bytes += Files.size(path);
            }
            return bytes;
        }
    }

    /** Removes a folder unless a process works in it. */
    private static boolean remove(Path folder) throws IOException {
        Path lockFile = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            // The lock keeps others out while the contents go; it is the last to go itself.
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.filter(path -> !path.equals(lockFile)).toList()) {
                    Leftovers.delete(entry);
                }
            }
        } catch (OverlappingFileLockException e) {
            return false;
        }
        Files.deleteIfExists(lockFile);
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // A process began to work here just now: what it has written is not ours.
            return true;
        }
        return true;
    }
}
