package org.bitscale;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The visible texts of one package.
 *
 * @param bundle name of the resource bundle they stand in
 */
public record Texts(String bundle) {

    /** Whether there is a text under {@code key}. */
    public boolean has(String key) {
        return ResourceBundle.getBundle(bundle, Locale.ROOT).containsKey(key);
    }

    /** The text under {@code key}, its places filled with {@code arguments}. */
    public String text(String key, Object... arguments) {
        String pattern = ResourceBundle.getBundle(bundle, Locale.ROOT).getString(key);
        return new MessageFormat(pattern, Locale.ROOT).format(arguments);
    }
}
