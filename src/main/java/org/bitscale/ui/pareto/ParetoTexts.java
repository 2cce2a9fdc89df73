package org.bitscale.ui.pareto;

import org.bitscale.Texts;

/** The screen's visible texts. */
final class ParetoTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.pareto.messages");

    private ParetoTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
