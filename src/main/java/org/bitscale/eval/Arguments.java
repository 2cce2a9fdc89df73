package org.bitscale.eval;

/** Checks that every metric makes of its input, each with a message that says what was expected and what came. */
final class Arguments {
    private Arguments() {}

    static void sameLength(String firstName, int first, String secondName, int second) {
        if (first != second) {
            throw new IllegalArgumentException("expected as many %s as %s, but there are %d and %d"
                    .formatted(firstName, secondName, first, second));
        }
    }

    static void notEmpty(String name, int length) {
        if (length == 0) {
            throw new IllegalArgumentException("expected at least one of %s, but there are none".formatted(name));
        }
    }

    /** Checks that {@code logits} holds {@code rows · classes} finite values. */
    static void logits(float[] logits, int rows, int classes) {
        if (classes < 1 || rows < 0) {
            throw new IllegalArgumentException(
                    "expected at least 1 class and 0 rows, but came %d classes and %d rows".formatted(classes, rows));
        }
        if (logits.length != (long) rows * classes) {
            throw new IllegalArgumentException("expected %d rows of %d logits (%d values), but there are %d values"
                    .formatted(rows, classes, (long) rows * classes, logits.length));
        }
        for (int i = 0; i < logits.length; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new IllegalArgumentException(
                        "the logit of row %d, class %d is %s; only finite logits can be scored"
                                .formatted(i / classes, i % classes, logits[i]));
            }
        }
    }

    /** Checks that every label lies in 0 … classes − 1. */
    static void labels(String name, int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("%s[%d] is %d, but with %d classes a label lies in 0 … %d"
                        .formatted(name, i, labels[i], classes, classes - 1));
            }
        }
    }

    static void finite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw notFinite(name + "[" + i + "]", values[i]);
            }
        }
    }

    static void finite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw notFinite(name + "[" + i + "]", values[i]);
            }
        }
    }

    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw notFinite(name, value);
        }
    }

    private static IllegalArgumentException notFinite(String name, double value) {
        return new IllegalArgumentException("%s is %s, but must be a finite number".formatted(name, value));
    }
}
