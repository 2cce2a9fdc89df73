package org.bitscale.ui.start;

import org.bitscale.Texts;

/** The screen's visible texts. */
final class StartTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.start.messages");

    private StartTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
