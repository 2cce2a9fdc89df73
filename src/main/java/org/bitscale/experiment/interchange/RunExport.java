package org.bitscale.experiment.interchange;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;

/** Some runs of a workspace, written for other programs. Runs are read one after another, however many there are. */
public final class RunExport {

    private static final int PAGE = 500;

    private final RunStore store;
    private final RunFilter filter;
    private final Predicate<RunRow> chosen;

    /**
     * Writes runs.
     *
     * @param filter runs it lets through
     * @param chosen of these, the ones that are meant
     */
    public RunExport(RunStore store, RunFilter filter, Predicate<RunRow> chosen) {
        this.store = store;
        this.filter = filter;
        this.chosen = chosen;
    }

    /** How runs are written. */
    public enum Format {
        /** A table (RFC 4180): parameters, measures, what people say. */
        CSV,
        /** An array of whole records. */
        JSON,
        /** A folder of event files with curves and measures. */
        TENSORBOARD
    }

    /** Takes one run after another. */
    public interface RowWriter {
        /** Takes one. */
        void write(RunRow row) throws IOException;
    }

    /**
     * Goes through the runs in pages. A run that is added meanwhile moves them: one may come twice and is passed over
     * then.
     *
     * @return how many there were
     */
    public int each(RowWriter writer) throws IOException {
        Set<String> seen = new HashSet<>();
        int written = 0;
        List<RunRow> page = store.rows(filter, 0, PAGE);
        for (int offset = 0; !page.isEmpty(); page = store.rows(filter, offset, PAGE)) {
            for (RunRow row : page) {
                if (seen.add(row.id()) && chosen.test(row)) {
                    writer.write(row);
                    written++;
                }
            }
            offset += page.size();
        }
        return written;
    }

    /**
     * Writes the runs as text.
     *
     * @param format not {@link Format#TENSORBOARD}, which is no text
     * @return how many runs there were
     */
    public int write(Format format, Writer writer) throws IOException {
        return switch (format) {
            case CSV -> writeTable(writer);
            case JSON -> writeDocuments(writer);
            case TENSORBOARD -> throw new IllegalArgumentException("TensorBoard reads a folder");
        };
    }

    private int writeTable(Writer writer) throws IOException {
        RunTable table = new RunTable();
        writer.write(table.header());
        return each(row -> {
            Run run = store.run(row.id());
            writer.write(table.line(run, row.annotation()));
        });
    }

    private int writeDocuments(Writer writer) throws IOException {
        writer.write("[");
        String[] separator = {"\n"};
        int runs = each(row -> {
            writer.write(separator[0] + Json.write(store.run(row.id())));
            separator[0] = ",\n";
        });
        writer.write("\n]\n");
        return runs;
    }

    /**
     * Writes a file or, for TensorBoard, into a folder. Readers see the old file or the whole new one.
     *
     * @return how many runs there were
     * @throws BadInputException if it cannot be written
     */
    public int write(Format format, Path target) {
        try {
            return format == Format.TENSORBOARD
                    ? each(row -> TensorBoardEvents.write(store.run(row.id()), target))
                    : writeFile(format, target.toAbsolutePath());
        } catch (IOException e) {
            throw new BadInputException(
                    "Cannot write %s (%s); name another file".formatted(target, DurableFile.reason(e)), e);
        }
    }

    private int writeFile(Format format, Path file) throws IOException {
        if (Files.isDirectory(file) || !Files.isDirectory(file.getParent())) {
            throw new BadInputException("A file in a folder that exists is expected, but %s came".formatted(file));
        }
        Path temporary = DurableFile.temporary(file.getParent());
        try {
            int runs;
            try (Writer writer = Files.newBufferedWriter(temporary)) {
                runs = write(format, writer);
            }
            DurableFile.rename(temporary, file);
            return runs;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
