package org.bitscale.ui.deploy;

import org.bitscale.Texts;

/** The screen's visible texts. */
final class DeployTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.deploy.messages");

    private DeployTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
