package org.bitscale.report;

import java.util.List;
import java.util.Locale;

/** Sizes in bytes as text, in units of 1024. */
public final class Sizes {
    /** Bytes per KiB. */
    public static final double KIB = 1024;

    /** Bytes per MiB. */
    public static final double MIB = 1024 * KIB;

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private Sizes() {}

    /**
     * A size with its unit and three significant digits, for example {@code "512 B"}, {@code "78.4 KiB"} or
     * {@code "1.06 MiB"}; whole bytes below 1 KiB.
     *
     * @param bytes the size, at least 0; a packed size may end within a byte
     * @throws IllegalArgumentException if {@code bytes} is negative, NaN or infinite
     */
    public static String format(double bytes) {
        if (!(bytes >= 0) || Double.isInfinite(bytes)) {
            throw new IllegalArgumentException("expected a size of at least 0 bytes, but came " + bytes);
        }
        double value = bytes;
        int unit = 0;
        // From 1023.5 on, rounding would show 1024 of the smaller unit.
        while (value >= 1023.5 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        int decimals = unit == 0 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f %s", value, UNITS.get(unit));
    }

    /**
     * How many times smaller {@code bytes} is than {@code reference}, for example {@code "3.9×"}.
     *
     * @throws IllegalArgumentException if one of them is not a positive number
     */
    public static String ratio(double bytes, double reference) {
        if (!(bytes > 0) || !(reference > 0) || Double.isInfinite(bytes) || Double.isInfinite(reference)) {
            throw new IllegalArgumentException(
                    "expected two positive sizes, but came %s and %s".formatted(bytes, reference));
        }
        double ratio = reference / bytes;
        return String.format(Locale.ROOT, ratio < 99.95 ? "%.1f×" : "%,.0f×", ratio);
    }
}
