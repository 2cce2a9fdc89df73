package org.bitscale.data;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in memory.
 *
 * @param file it was read from
 * @param head how it is written
 * @param values features of all rows, one row behind the other
 * @param labels what the label column says in each row
 * @param lines where in the file each row begins, 1 for the first line
 */
record CsvTable(Path file, CsvHead head, float[] values, List<String> labels, int[] lines) {

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

        private final Path file;
        private final CsvHead head;
        private final int features;
        private final List<String> labels = new ArrayList<>();
        private float[] values = new float[1 << 10];
        private int[] lines = new int[1 << 8];
        private int filled;

        Rows(Path file, CsvHead head) {
            this.file = file;
            this.head = head;
            this.features = head.features();
        }

        void add(CsvRecord record) {
            int row = labels.size();
            if ((row & INTERRUPTIBLE) == 0) {
                Items.requireNotInterrupted();
            }
            long line = record.getStartingLineNumber();
            if (record.getFieldCount() != head.columns().size()) {
                throw new DataException(file + ", line " + line + " has " + record.getFieldCount() + " columns, but "
                        + head.columns().size() + " are expected, as in the first line: correct or remove the line.");
            }
            grow(row);
            for (int column = 0; column < record.getFieldCount(); column++) {
                if (head.isFeature(column)) {
                    values[filled++] = number(record.getField(column), line, column);
                }
            }
            String label = record.getField(head.label()).strip();
            if (CsvNumber.isMissing(label)) {
                throw missing(line, head.label());
            }
            lines[row] = (int) Math.min(Integer.MAX_VALUE, line);
            labels.add(label);
        }

        private void grow(int row) {
            if (row == lines.length) {
                lines = Arrays.copyOf(lines, 2 * row);
            }
            if (filled + (long) features > values.length) {
                long needed = Math.max(filled + (long) features, Math.min(2L * values.length, Integer.MAX_VALUE - 8));
                Memory.require(filled + (long) features, Float.BYTES, file);
                values = Arrays.copyOf(values, (int) needed);
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
            if (labels.isEmpty()) {
                throw new DataException(file + " has no rows" + (head.header() ? " below its header" : "")
                        + ": at least one example is expected.");
            }
            return new CsvTable(
                    file,
                    head,
                    Arrays.copyOf(values, filled),
                    List.copyOf(labels),
                    Arrays.copyOf(lines, labels.size()));
        }
    }
}
