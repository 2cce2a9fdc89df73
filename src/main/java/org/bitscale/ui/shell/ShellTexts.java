package org.bitscale.ui.shell;

import org.bitscale.Texts;

/** The frame's visible texts. */
final class ShellTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.shell.messages");

    private ShellTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
