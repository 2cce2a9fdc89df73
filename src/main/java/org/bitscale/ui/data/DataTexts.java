package org.bitscale.ui.data;

import org.bitscale.Texts;

/** The screen's visible texts. */
final class DataTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.data.messages");

    private DataTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
