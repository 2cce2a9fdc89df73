package org.bitscale.ui.guide;

import org.bitscale.Texts;

/** The screen's visible texts. */
final class GuideTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.guide.messages");

    private GuideTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
