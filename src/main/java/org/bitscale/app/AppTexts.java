package org.bitscale.app;

import org.bitscale.Texts;

/** Texts of the start. */
final class AppTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.app.messages");

    private AppTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
