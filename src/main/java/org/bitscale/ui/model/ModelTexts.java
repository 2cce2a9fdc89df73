package org.bitscale.ui.model;

import org.bitscale.Texts;

/** The screen's visible texts. */
final class ModelTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.model.messages");

    private ModelTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
