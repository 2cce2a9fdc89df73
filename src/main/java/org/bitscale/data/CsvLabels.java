package org.bitscale.data;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The classes of a table. */
final class CsvLabels {
    private static final int MOST_CLASSES = 1 << 16;
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
        int row = 0;
        for (int i = 0; i < table.labels().size(); i++) {
            if (Float.isNaN(CsvNumber.parse(table.labels().get(i), true))) {
                return false;
            }
            row = WHOLE.matcher(table.labels().get(i)).matches() ? row : i;
        }
        throw new DataException(table.file() + ", line " + table.lines()[row] + ": the label column \""
                + table.head().columns().get(table.head().label()) + "\" holds "
                + table.labels().get(row)
                + ", but classes are expected, not measured numbers: name another column.");
    }

    /** A label's class name: whole numbers without fraction and leading zeros. */
    static String name(String label, boolean whole) {
        return whole ? new BigInteger(label.replaceAll("^\\+|[.,].*$", "")).toString() : label.replaceAll("\\s+", " ");
    }

    /**
     * The classes of the training data, whole numbers by value and others alphabetically.
     *
     * @throws DataException if there is only one, or far too many
     */
    static List<String> classes(CsvTable table, boolean whole) {
        TreeSet<String> names = new TreeSet<>(
                whole ? Comparator.<String, BigInteger>comparing(BigInteger::new) : Comparator.<String>naturalOrder());
        String column = table.head().columns().get(table.head().label());
        for (String label : table.labels()) {
            names.add(name(label, whole));
            if (names.size() > MOST_CLASSES) {
                throw new DataException(table.file() + ": the label column \"" + column + "\" has more than "
                        + MOST_CLASSES + " classes: name another column.");
            }
        }
        if (names.size() < 2) {
            throw new DataException(table.file() + ": the label column \"" + column + "\" has only one class ("
                    + names.first() + "): a classifier needs at least two, check the labels or name another column.");
        }
        return List.copyOf(names);
    }
}
