package org.bitscale.data;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table in memory.
 *
 * @param file it was read from
 * @param head how it is written
 * @param values features of all rows, one row behind the other
 * @param labels the different texts in the label column, in the order in which they come
 * @param numbers which of these each row has
 * @param lines where in the file each row begins, 1 for the first line
 */
record CsvTable(Path file, CsvHead head, float[] values, List<String> labels, int[] numbers, int[] lines) {

    /** How many rows it has. */
    int size() {
        return numbers.length;
    }

    /** What the label column says in a row. */
    String label(int row) {
        return labels.get(numbers[row]);
    }

    /**
     * Reads a whole file.
     *
     * @throws DataException naming the line if a row has another number of columns, no value, or text for a number
     */
    static CsvTable read(Path file, CsvHead head) {
        return CsvText.with(file, text -> {
            Rows rows = new Rows(file, head);
            try (CsvReader<CsvRecord> records = CsvText.records(text, head.delimiter())) {
                boolean first = head.header();
                for (CsvRecord record : records) {
                    if (!first) {
                        rows.add(record);
                    }
                    first = false;
                }
            }
            return rows.table();
        });
    }

    /** Rows as they come. */
    private static final class Rows {
        private static final int INTERRUPTIBLE = 0xFF;

        /** Label and line of each row, which take as much as values do. */
        private static final int BESIDES = 2;

        private final Path file;
        private final CsvHead head;
        private final int features;
        private final Map<String, Integer> labels = new LinkedHashMap<>();
        private float[] values = new float[0];
        private int[] numbers = new int[0];
        private int[] lines = new int[0];
        private int rows;
        private int filled;

        Rows(Path file, CsvHead head) {
            this.file = file;
            this.head = head;
            this.features = head.features();
        }

        void add(CsvRecord record) {
            if ((rows & INTERRUPTIBLE) == 0) {
                Items.requireNotInterrupted();
            }
            long line = record.getStartingLineNumber();
            if (record.getFieldCount() != head.columns().size()) {
                throw new DataException(file + ", line " + line + " has " + record.getFieldCount() + " columns, but "
                        + head.columns().size() + " are expected, as in the first line: correct or remove the line.");
            }
            grow();
            for (int column = 0; column < record.getFieldCount(); column++) {
                if (head.isFeature(column)) {
                    values[filled++] = number(record.getField(column), line, column);
                }
            }
            String label = record.getField(head.label()).strip();
            if (CsvNumber.isMissing(label)) {
                throw missing(line, head.label());
            }
            numbers[rows] = labels.computeIfAbsent(label, ignored -> labels.size());
            if (labels.size() > CsvLabels.MOST_CLASSES) {
                throw CsvLabels.tooMany(file, head);
            }
            lines[rows++] = (int) Math.min(Integer.MAX_VALUE, line);
        }

        private void grow() {
            if (rows == lines.length) {
                int each = features + BESIDES;
                Memory.require((rows + 1L) * each, Float.BYTES, file);
                int most = Memory.most(Float.BYTES) / each;
                int grown = (int) Math.min(most, Math.max(1, 2L * rows));
                values = Arrays.copyOf(values, grown * features);
                numbers = Arrays.copyOf(numbers, grown);
                lines = Arrays.copyOf(lines, grown);
            }
        }

        private float number(String field, long line, int column) {
            float value = CsvNumber.parse(field, head.delimiter() == ';');
            if (Float.isNaN(value)) {
                if (CsvNumber.isMissing(field)) {
                    throw missing(line, column);
                }
                throw new DataException(
                        file + ", line " + line + ": column \"" + head.columns().get(column) + "\" holds \""
                                + shortened(field)
                                + "\", but a number is expected: write categories as numbers, remove the column,"
                                + " or name the label column if it is this one.");
            }
            return value;
        }

        private static String shortened(String field) {
            String line = field.strip().replaceAll("\\s+", " ");
            return line.length() > 40 ? line.substring(0, 40) + "…" : line;
        }

        private DataException missing(long line, int column) {
            return new DataException(
                    file + ", line " + line + ": column \"" + head.columns().get(column)
                            + "\" has no value: remove the line, or fill in a value such as the column's mean.");
        }

        CsvTable table() {
            if (rows == 0) {
                throw new DataException(file + " has no rows" + (head.header() ? " below its header" : "")
                        + ": at least one example is expected.");
            }
            return new CsvTable(
                    file,
                    head,
                    Arrays.copyOf(values, filled),
                    List.copyOf(labels.keySet()),
                    Arrays.copyOf(numbers, rows),
                    Arrays.copyOf(lines, rows));
        }
    }
}
