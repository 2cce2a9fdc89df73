package org.bitscale.ui.compare;

import org.bitscale.Texts;

/** The screen's visible texts. */
final class CompareTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.compare.messages");

    private CompareTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }

    static boolean has(String key) {
        return TEXTS.has(key);
    }
}
