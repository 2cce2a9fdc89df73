package org.bitscale.experiment.task;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder of one worker process, removed with it. Native libraries are unpacked there, tens of megabytes, which
 * a process that is killed cannot remove itself. As long as it is in use, the worker's parent holds a lock on a file in it;
 * so a folder that was left behind is known by its lock, which the kernel gave back.
 */
final class ScratchFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);
    private static final String PREFIX = "bitscale-worker-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel channel;

    private ScratchFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Makes a folder in {@code parent}, and removes those there that were left behind.
     *
     * @throws BadInputException if none can be made
     */
    static ScratchFolder take(Path parent) {
        try {
            removeStale(parent);
            Optional<ScratchFolder> taken = Optional.empty();
            while (taken.isEmpty()) {
                // Between making and locking it another process may take it for one that was left behind.
                taken = lock(Files.createTempDirectory(parent, PREFIX));
            }
            return taken.get();
        } catch (IOException e) {
            throw new BadInputException(
                    "No temporary folder can be made in '%s': %s; free some space or make it writable"
                            .formatted(parent, e.getMessage()),
                    e);
        }
    }

    private static void removeStale(Path parent) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(parent)) {
            folders = entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    // A link may lead anywhere.
                    .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path folder : folders) {
            lock(folder).ifPresent(ScratchFolder::close);
        }
    }

    /** Takes a folder; empty if somebody else has it, or may have. */
    private static Optional<ScratchFolder> lock(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null || !Files.exists(folder.resolve(LOCK))) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new ScratchFolder(folder, channel));
        } catch (IOException e) {
            LOG.debug("'{}' belongs to another user, or is gone", folder, e);
            return Optional.empty();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another worker of this process
        }
    }

    Path path() {
        return folder;
    }

    /** Removes it with everything in it; what cannot be removed now is removed when the next one is taken. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.debug("'{}' cannot be removed yet", folder, e);
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("the lock of '{}' cannot be given back", folder, e);
        }
    }
}
