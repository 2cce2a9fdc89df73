package org.bitscale.ui.plan;

import org.bitscale.Texts;

/** The screen's visible texts. */
final class PlanTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.plan.messages");

    private PlanTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
