package org.bitscale.experiment.spec;

import java.util.Comparator;
import java.util.List;

/** Finds what somebody may have meant. */
final class Nearest {

    private static final int FARTHEST = 3;

    private Nearest() {}

    /** A hint for a word that is none of {@code known}. */
    static String hint(String word, List<String> known) {
        String nearest = known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElseThrow();
        return distance(word, nearest) <= Math.min(FARTHEST, word.length() / 2 + 1)
                ? "did you mean '%s'?".formatted(nearest)
                : "known here are " + String.join(", ", known);
    }

    /** Characters to insert, delete or replace (Levenshtein 1966). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
