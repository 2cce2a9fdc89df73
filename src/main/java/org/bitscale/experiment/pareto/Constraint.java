package org.bitscale.experiment.pareto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.Measure;

/**
 * What a result must keep to.
 *
 * @param measure what is limited
 * @param limit whether the value is the least or the most that is allowed
 * @param value in the measure's unit; itself allowed
 */
public record Constraint(Measure measure, Limit limit, double value) {

    /** Which side of the value is allowed. */
    public enum Limit {
        /** The value and more. */
        @JsonProperty("at_least")
        AT_LEAST(">="),
        /** The value and less. */
        @JsonProperty("at_most")
        AT_MOST("<=");

        private final String sign;

        Limit(String sign) {
            this.sign = sign;
        }

        /** {@code >=} or {@code <=}. */
        public String sign() {
            return sign;
        }
    }

    private static final Pattern FORM =
            Pattern.compile("\\s*([A-Za-z_-]+)\\s*(>=|<=)\\s*([0-9.]+(?:[eE][+-]?[0-9]+)?)\\s*([A-Za-z%]*)\\s*");

    private static final Map<String, Double> BYTES = Map.of(
            "b", 1.0,
            "bytes", 1.0,
            "kb", 1e3,
            "mb", 1e6,
            "gb", 1e9,
            "kib", 1024.0,
            "mib", 1024.0 * 1024,
            "gib", 1024.0 * 1024 * 1024);

    /**
     * Checks the value.
     *
     * @throws BadInputException if it is no finite number of at least 0
     */
    public Constraint {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new BadInputException(
                    "A number of at least 0 is expected as limit of %s, but %s came".formatted(measure.key(), value));
        }
    }

    /**
     * Reads a measure, {@code >=} or {@code <=}, and a number with or without a unit: {@code accuracy>=0.9},
     * {@code accuracy>=90%}, {@code packed_size<=20000}, {@code packed_size<=20KiB}, {@code file_size<=0.5MB},
     * {@code latency<=2ms}. KB, MB, GB count in thousands, KiB, MiB, GiB in 1024.
     *
     * @throws BadInputException if the text has another form, the measure is not known or the unit is none of its own
     */
    public static Constraint parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw wrong(text);
        }
        Measure measure = Measure.of(matcher.group(1));
        Limit limit = matcher.group(2).equals(">=") ? Limit.AT_LEAST : Limit.AT_MOST;
        double number;
        try {
            number = Double.parseDouble(matcher.group(3));
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
        return new Constraint(measure, limit, scaled(measure, number, matcher.group(4), text));
    }

    private static double scaled(Measure measure, double number, String unit, String text) {
        if (measure.isShare()) {
            if (!unit.isEmpty() && !unit.equals("%")) {
                throw wrongUnit(text, unit, "none or %");
            }
            // Dividing by 100 gives the nearest number to the share that was meant.
            double share = unit.isEmpty() ? number : number / 100;
            if (share > 1) {
                throw new BadInputException("A share from 0 to 1 or 0% to 100% is expected, but '" + text + "' came");
            }
            return share;
        }
        String small = unit.toLowerCase(Locale.ROOT);
        if (unit.isEmpty() || small.equals(measure.unit())) {
            return number;
        }
        if (!measure.unit().equals("bytes")) {
            throw wrongUnit(text, unit, measure.unit().contains(" ") ? "none" : "none or " + measure.unit());
        }
        if (!BYTES.containsKey(small)) {
            throw wrongUnit(text, unit, "none, B, KB, MB, GB, KiB, MiB or GiB");
        }
        return number * BYTES.get(small);
    }

    private static BadInputException wrong(String text) {
        return new BadInputException(
                "A constraint such as accuracy>=0.9 or packed_size<=20KiB is expected, but '" + text + "' came");
    }

    private static BadInputException wrongUnit(String text, String unit, String expected) {
        return new BadInputException("Unit '%s' in '%s' does not fit; expected is %s".formatted(unit, text, expected));
    }

    /** As {@link #parse} reads it, without a unit: {@code packed_size<=20480}. */
    public String text() {
        return measure.key()
                + limit.sign()
                + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Whether a value is allowed. */
    public boolean allows(double measured) {
        return limit == Limit.AT_LEAST ? measured >= value : measured <= value;
    }
}
