package org.bitscale.experiment.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a value in an experiment file may be. */
sealed interface Schema {

    /** No path or name is longer; repetitions in patterns are matched recursively, so a longer text fills the stack. */
    int LONGEST_TEXT = 4096;

    /** Some text, matching {@code pattern} if there is one; {@code expected} says what in words. */
    record Text(String expected, Optional<String> pattern) implements Schema {}

    /**
     * A number within limits.
     *
     * @param whole whether it has no fraction
     * @param low smallest value
     * @param aboveLow whether the smallest value itself is excluded
     * @param high largest value
     */
    record Numeric(boolean whole, double low, boolean aboveLow, double high) implements Schema {}

    /** {@code true} or {@code false}. */
    record Flag() implements Schema {}

    /** One of some words, case ignored. */
    record Choice(List<String> words) implements Schema {}

    /** At least {@code fewest} values of one kind; a single one may stand without brackets. */
    record Sequence(Schema item, int fewest) implements Schema {}

    /** Names chosen by the user, each with a value. */
    record Named(Schema value) implements Schema {}

    /** Known keys. */
    record Keyed(List<Key> keys) implements Schema {}

    /** Values to choose from, or a range to draw from: a list or a mapping. */
    record ListOrMapping(Sequence list, Keyed mapping) implements Schema {}

    /**
     * A key.
     *
     * @param name as it is written
     * @param schema of its value
     * @param required whether it must be there
     * @param usual its value where it is not given
     */
    record Key(String name, Schema schema, boolean required, Optional<Object> usual) {}

    /** A single value as it is written, unless it is none of the kind. */
    static Optional<Object> value(Schema schema, String text) {
        if (schema instanceof Text wanted) {
            boolean fits = text.length() <= LONGEST_TEXT
                    && wanted.pattern().map(text::matches).orElse(!text.isBlank());
            return fits ? Optional.of(text) : Optional.empty();
        }
        if (schema instanceof Flag) {
            return text.matches("true|false") ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
        }
        if (schema instanceof Choice choice) {
            String word = text.toLowerCase(Locale.ROOT);
            return choice.words().contains(word) ? Optional.of(word) : Optional.empty();
        }
        return schema instanceof Numeric number ? number(text, number) : Optional.empty();
    }

    private static Optional<Object> number(String text, Numeric schema) {
        try {
            double value = Double.parseDouble(text);
            boolean within = (schema.aboveLow() ? value > schema.low() : value >= schema.low())
                    && value <= schema.high()
                    && text.matches("[-+.0-9eE]+");
            if (!within || schema.whole() && value != Math.rint(value)) {
                return Optional.empty();
            }
            return Optional.of(schema.whole() ? whole((long) value) : (Object) value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** As JSON readers hold it, so that what is written and read again is equal. */
    private static Object whole(long value) {
        return value == (int) value ? (Object) (int) value : (Object) value;
    }

    /** In words, for messages. */
    static String expected(Schema schema) {
        if (schema instanceof Text text) {
            return text.expected();
        }
        if (schema instanceof Numeric number) {
            return "a %s %s %s and at most %s"
                    .formatted(
                            number.whole() ? "whole number" : "number",
                            number.aboveLow() ? "above" : "of at least",
                            plain(number.low()),
                            plain(number.high()));
        }
        if (schema instanceof Flag) {
            return "true or false";
        }
        if (schema instanceof Choice choice) {
            return "one of " + String.join(", ", choice.words());
        }
        if (schema instanceof Sequence list) {
            return "a list, each entry " + expected(list.item());
        }
        return schema instanceof ListOrMapping ? "a list, or a range with 'min' and 'max'" : "keys with values";
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
