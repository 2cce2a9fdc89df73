package org.bitscale.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a table is written, told from its first lines.
 *
 * <ul>
 *   <li>Delimiter: the first of tab, semicolon, pipe and comma that gives all these lines the same number of columns, at
 *       least two. (A comma comes late, because it may be a decimal comma.) If there is none, any number of blanks
 *       that gives the same number to most lines.
 *   <li>Header: the first line is one if a column holds a number in the second line but none in the first, or if it holds
 *       the name of the label column.
 *   <li>Label column: the one that is named, or has the given number (1 is the first); else the first of
 *       {@code label}, {@code class}, {@code target} and {@code y} that there is, whatever the case; else the last.
 *   <li>A first column with an empty name, as pandas writes its row numbers, is left out.
 * </ul>
 *
 * @param delimiter between two fields
 * @param header whether the first line names the columns
 * @param columns names of the columns; {@code column 1} and so on without a header
 * @param label index of the label column
 * @param numbered whether the first column holds row numbers
 */
record CsvHead(char delimiter, boolean header, List<String> columns, int label, boolean numbered) {
    private static final List<Character> DELIMITERS = List.of('\t', ';', '|', ',', CsvText.BLANKS);
    private static final List<String> LABEL_NAMES = List.of("label", "class", "target", "y");
    private static final int LINES = 20;
    private static final int LONG_SAMPLE = 1 << 18;

    /**
     * Looks at a file.
     *
     * @param label name or number of the label column; empty to find it
     * @throws DataException if it is no table with a label and a further column
     */
    static CsvHead of(Path file, Optional<String> label) {
        String sample = CsvText.with(file, CsvHead::firstLines);
        List<List<String>> records = List.of();
        char delimiter = ',';
        int widest = 0;
        for (char candidate : DELIMITERS) {
            List<List<String>> found = records(sample, candidate);
            int width = found.isEmpty() ? 0 : found.get(0).size();
            if (width > 1 && found.stream().allMatch(record -> record.size() == width)) {
                records = found;
                delimiter = candidate;
                break;
            }
            boolean blanks = candidate == CsvText.BLANKS;
            long even = found.stream().filter(record -> record.size() == width).count();
            if (width > widest
                    && (!blanks || 2 * even > found.size())) { // uneven: kept for a message that tells the line
                widest = width;
                records = found;
                delimiter = candidate;
            }
        }
        if (records.isEmpty() || records.get(0).size() < 2) {
            throw new DataException(file + " is no table of examples: expected are lines of two or more columns, with"
                    + " commas, semicolons, tabs, pipes or blanks between them.");
        }
        return of(file, label, delimiter, records);
    }

    private static CsvHead of(Path file, Optional<String> label, char delimiter, List<List<String>> records) {
        List<String> first = records.get(0).stream().map(String::strip).toList();
        boolean header = isHeader(first, records, label, delimiter);
        List<String> columns = header
                ? first
                : IntStream.rangeClosed(1, first.size())
                        .mapToObj(number -> "column " + number)
                        .toList();
        boolean numbered = header && columns.size() > 2 && columns.get(0).isEmpty();
        int index = label.isPresent() ? named(file, columns, label.get()) : usual(columns);
        return new CsvHead(delimiter, header, columns, index, numbered && index != 0);
    }

    private static boolean isHeader(
            List<String> first, List<List<String>> records, Optional<String> label, char delimiter) {
        boolean named = first.stream()
                .anyMatch(name ->
                        label.filter(name::equalsIgnoreCase).isPresent() && Float.isNaN(CsvNumber.parse(name, false))
                                || LABEL_NAMES.stream().anyMatch(name::equalsIgnoreCase));
        if (named || records.size() < 2) {
            return named;
        }
        List<String> second = records.get(1);
        return IntStream.range(0, Math.min(first.size(), second.size()))
                .anyMatch(i -> Float.isNaN(CsvNumber.parse(first.get(i), delimiter == ';'))
                        && !CsvNumber.isMissing(first.get(i))
                        && !Float.isNaN(CsvNumber.parse(second.get(i), delimiter == ';')));
    }

    private static int usual(List<String> columns) {
        for (String name : LABEL_NAMES) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).equalsIgnoreCase(name)) {
                    return i;
                }
            }
        }
        return columns.size() - 1;
    }

    private static int named(Path file, List<String> columns, String label) {
        String wanted = label.strip();
        int[] same = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).equals(wanted))
                .toArray();
        if (same.length == 0) {
            same = IntStream.range(0, columns.size())
                    .filter(i -> columns.get(i).equalsIgnoreCase(wanted))
                    .toArray();
        }
        if (same.length > 1) {
            throw new DataException(file + " has " + same.length + " columns named \"" + wanted
                    + "\": say the label column's number instead, 1 for the first.");
        }
        if (same.length == 1) {
            return same[0];
        }
        if (wanted.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(wanted);
            if (number >= 1 && number <= columns.size()) {
                return number - 1;
            }
        }
        throw new DataException(file + " has no column \"" + wanted + "\" for the labels: it has " + columns.size()
                + " columns (" + some(columns) + "); give a name or a number from 1 to " + columns.size() + ".");
    }

    /** The first few names, for messages. */
    static String some(List<String> columns) {
        String first = String.join(", ", columns.subList(0, Math.min(8, columns.size())));
        return (columns.size() > 8 ? first + ", …" : first).replaceAll("\\s+", " ");
    }

    /** Number of columns that are features. */
    int features() {
        return columns.size() - 1 - (numbered ? 1 : 0);
    }

    /** Name of the label column. */
    String labelName() {
        return columns.get(label);
    }

    boolean isFeature(int column) {
        return column != label && !(numbered && column == 0);
    }

    /** Whole lines, at most {@value #LINES}, and no more than two if they are very long. */
    private static String firstLines(Reader text) throws IOException {
        StringBuilder sample = new StringBuilder();
        char[] piece = new char[1 << 13];
        int lines = 0;
        int end = 0;
        for (int count = text.read(piece); count >= 0; count = text.read(piece)) {
            for (int i = 0; i < count && lines < LINES; i++) {
                sample.append(piece[i]);
                if (piece[i] == '\n' || piece[i] == '\r') {
                    lines++;
                    end = sample.length();
                }
            }
            boolean enough = lines >= LINES || lines >= 2 && sample.length() > LONG_SAMPLE;
            if (enough || sample.length() > CsvText.LONGEST_LINE) {
                return sample.substring(0, end);
            }
        }
        return sample.toString();
    }

    private static List<List<String>> records(String sample, char delimiter) {
        List<List<String>> records = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvText.records(sample, delimiter)) {
            reader.forEach(record -> records.add(record.getFields()));
        } catch (CsvParseException e) {
            return records; // a quoted field may go on behind the sample
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory is always readable", e);
        }
        return records;
    }
}
