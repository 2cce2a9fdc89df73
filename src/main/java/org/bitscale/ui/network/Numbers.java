package org.bitscale.ui.network;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers with three significant digits. */
final class Numbers {

    private static final MathContext DIGITS = new MathContext(3);

    private Numbers() {}

    /** Such as {@code 0.00123}, {@code 1.23}, {@code 123} or {@code 1.23e-6}. */
    static String significant(double value) {
        double size = Math.abs(value);
        if (value == 0) {
            return "0";
        }
        if (size < 1e-4 || size >= 1e6) {
            return String.format(Locale.ROOT, "%.2e", value)
                    .replace("e-0", "e-")
                    .replace("e+0", "e");
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        return rounded.setScale(Math.max(0, rounded.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /** As few digits as tell {@code value} from its neighbours a {@code step} away. */
    static String tick(double value, double step) {
        int decimals = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }

    /** A distance of 1, 2 or 5 times a power of ten, so that about {@code count} fit into {@code width}. */
    static double step(double width, int count) {
        double rough = width / count;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double times = rough / power;
        return power * (times < 1.5 ? 1 : times < 3 ? 2 : times < 7 ? 5 : 10);
    }
}
