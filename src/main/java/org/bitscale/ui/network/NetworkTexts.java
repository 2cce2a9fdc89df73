package org.bitscale.ui.network;

import org.bitscale.Texts;

/** The package's visible texts. */
final class NetworkTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.network.messages");

    private NetworkTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
