package org.bitscale.ui.plan.search;

import org.bitscale.Texts;

/** The visible texts of this part. */
final class SearchTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.plan.search.messages");

    private SearchTexts() {}

    /** Whether a worker's phase is one that people follow; each has many of other kinds within it. */
    static boolean hasPhase(String phase) {
        return TEXTS.has("phase." + phase);
    }

    /** What a worker is at, with what it says of it. */
    static String phase(String phase, String detail) {
        String name = text("phase." + phase);
        return detail.isBlank() ? name : text("phase.detail", name, detail);
    }

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
