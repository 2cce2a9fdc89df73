package org.bitscale.cli;

import org.bitscale.Texts;

/** The texts of the command line. */
final class Messages {

    private static final Texts TEXTS = new Texts("org.bitscale.cli.messages");

    private Messages() {}

    /** The text under {@code key}, its places filled with {@code arguments}. */
    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
