package org.bitscale.ui.desk;

import org.bitscale.Texts;

/** The desk's visible texts. */
final class DeskTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.desk.messages");

    private DeskTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
