package org.bitscale.data;

import java.util.Locale;
import java.util.Set;

/** Fields of a table as numbers. */
final class CsvNumber {
    private static final Set<String> MISSING = Set.of("", "?", "na", "n/a", "nan", "null", "none", "-");
    private static final int EXACT_DIGITS = 7;

    private CsvNumber() {}

    /** Whether a field says that there is no value. */
    static boolean isMissing(String field) {
        return field.length() <= 4 && MISSING.contains(field.strip().toLowerCase(Locale.ROOT)) || field.isBlank();
    }

    /**
     * The value of a field; NaN if it is no number, or one beyond what a float holds.
     *
     * @param decimalComma whether a comma may stand for the decimal point
     */
    static float parse(String field, boolean decimalComma) {
        String text = field.strip();
        if (text.isEmpty()) {
            return Float.NaN;
        }
        boolean plain = text.length() <= EXACT_DIGITS;
        int whole = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                whole = plain ? 10 * whole + (c - '0') : 0;
            } else if ("+-.eE".indexOf(c) >= 0 || decimalComma && c == ',') {
                plain = false;
            } else {
                return Float.NaN; // also keeps out what Java alone takes for a number, such as 1f and 0x1p3
            }
        }
        if (plain) {
            return whole;
        }
        try {
            float value = Float.parseFloat(decimalComma ? text.replace(',', '.') : text);
            return Float.isFinite(value) ? value : Float.NaN;
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}
