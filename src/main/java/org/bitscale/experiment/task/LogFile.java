package org.bitscale.experiment.task;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the workers say about one trial, kept in a file that does not grow beyond a limit. */
final class LogFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
    private static final long LONGEST = 4L << 20;

    private final BufferedWriter writer;
    private final Consumer<String> listener;
    private long written;

    private LogFile(BufferedWriter writer, long written, Consumer<String> listener) {
        this.writer = writer;
        this.written = written;
        this.listener = listener;
    }

    /** Appends to {@code file}; {@code listener} hears each line too. */
    static LogFile append(Path file, Consumer<String> listener) {
        try {
            BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new LogFile(writer, Files.size(file), listener);
        } catch (IOException e) {
            throw new BadInputException(
                    "The log '%s' cannot be written: %s; free some space or make the folder writable"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    synchronized void line(String text) {
        listener.accept(text);
        if (written > LONGEST) {
            return;
        }
        try {
            written += text.length() + 1L;
            writer.write(text);
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            LOG.debug("the log cannot be written", e);
            written = Long.MAX_VALUE;
        }
    }

    @Override
    public synchronized void close() {
        written = Long.MAX_VALUE;
        try {
            writer.close();
        } catch (IOException e) {
            LOG.debug("the log cannot be closed", e);
        }
    }
}
