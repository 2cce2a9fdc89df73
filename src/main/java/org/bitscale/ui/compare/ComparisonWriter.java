package org.bitscale.ui.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.compare.ComparisonFile;

/** Writes comparisons. */
final class ComparisonWriter {

    private ComparisonWriter() {}

    /**
     * Writes a table for people or a tree for programs.
     *
     * @param file ending in csv or json
     * @throws BadInputException if it ends otherwise or cannot be written
     */
    static void write(ComparisonFile comparison, Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String text =
                switch (name.substring(name.lastIndexOf('.') + 1)) {
                    case "csv" -> comparison.toCsv();
                    case "json" -> comparison.toJson();
                    default ->
                        throw new BadInputException(
                                "A file ending in csv or json is expected, but '%s' came".formatted(name));
                };
        try {
            DurableFile.write(file.toAbsolutePath(), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DurableFile.failure(file, e);
        }
    }
}
