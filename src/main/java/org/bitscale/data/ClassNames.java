package org.bitscale.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A text file with one class name in each line. */
final class ClassNames {
    private static final long MOST_BYTES = 1 << 24;

    private ClassNames() {}

    /**
     * The names in a file, blank lines left out; empty if there is no such file.
     *
     * @throws DataException if it is no such text
     */
    static Optional<List<String>> in(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new DataException(
                        file + " has " + Files.size(file) + " bytes: expected one class name per line.");
            }
            List<String> names = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (names.isEmpty()) {
                throw new DataException(file + " is empty: expected one class name per line.");
            }
            return Optional.of(names);
        } catch (CharacterCodingException e) {
            throw new DataException(file + " is not UTF-8 text: expected one class name per line.", e);
        } catch (IOException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
