package org.bitscale.data;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The classes of a table. */
final class CsvLabels {
    /** A column of more different values is no column of classes. */
    static final int MOST_CLASSES = 1 << 16;

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,30}([.,]0{1,30})?");

    private CsvLabels() {}

    /**
     * Whether all labels are whole numbers; {@code 3.0} is one.
     *
     * @throws DataException if all are numbers, but some have a fraction: they are no classes
     */
    static boolean areWhole(CsvTable table) {
        if (table.labels().stream().allMatch(label -> WHOLE.matcher(label).matches())) {
            return true;
        }
        if (table.labels().stream().anyMatch(label -> Float.isNaN(CsvNumber.parse(label, true)))) {
            return false;
        }
        int row = 0;
        while (WHOLE.matcher(table.label(row)).matches()) {
            row++;
        }
        throw new DataException(table.file() + ", line " + table.lines()[row] + ": the label column \""
                + table.head().labelName() + "\" holds " + table.label(row)
                + ", but classes are expected, not measured numbers: name another column.");
    }

    /** A label's class name: whole numbers without fraction and leading zeros. */
    static String name(String label, boolean whole) {
        return whole ? new BigInteger(label.replaceAll("^\\+|[.,].*$", "")).toString() : label.replaceAll("\\s+", " ");
    }

    /**
     * The classes of the training data, whole numbers by value and others alphabetically.
     *
     * @throws DataException if there is only one
     */
    static List<String> classes(CsvTable table, boolean whole) {
        TreeSet<String> names = new TreeSet<>(
                whole ? Comparator.<String, BigInteger>comparing(BigInteger::new) : Comparator.<String>naturalOrder());
        table.labels().forEach(label -> names.add(name(label, whole)));
        if (names.size() < 2) {
            throw new DataException(table.file() + ": the label column \""
                    + table.head().labelName() + "\" has only one class (" + names.first()
                    + "): a classifier needs at least two, check the labels or name another column.");
        }
        return List.copyOf(names);
    }

    static DataException tooMany(Path file, CsvHead head) {
        return new DataException(file + ": the label column \"" + head.labelName() + "\" has more than " + MOST_CLASSES
                + " classes: name another column.");
    }
}
