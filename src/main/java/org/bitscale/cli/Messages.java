package org.bitscale.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of the command line. */
final class Messages {

    private Messages() {}

    /** The text under {@code key}, its places filled with {@code arguments}. */
    static String text(String key, Object... arguments) {
        String pattern = ResourceBundle.getBundle("org.bitscale.cli.messages", Locale.ROOT)
                .getString(key);
        return new MessageFormat(pattern, Locale.ROOT).format(arguments);
    }
}
