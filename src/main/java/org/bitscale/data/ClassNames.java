package org.bitscale.data;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Names of classes: their order, and text files with one in each line. */
final class ClassNames {
    /** What such a file is called, where data does not have its own name for it. */
    static final String FILE = "classes.txt";

    private static final long MOST_BYTES = 1 << 24;

    private ClassNames() {}

    /** By value if all are whole numbers, else alphabetically. */
    static List<String> sorted(Collection<String> names) {
        Comparator<String> byName = Comparator.naturalOrder();
        boolean numbers = names.stream().allMatch(name -> name.matches("[0-9]+"));
        return names.stream()
                .sorted(
                        numbers
                                ? Comparator.<String, BigInteger>comparing(BigInteger::new)
                                        .thenComparing(byName)
                                : byName)
                .toList();
    }

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
