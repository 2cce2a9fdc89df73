package org.bitscale.ui.common;

import org.kordamp.ikonli.javafx.FontIcon;

/** Icons of the Material set; their size follows the font, their colour the text. */
public final class Icons {

    private Icons() {}

    /** The icon of that name, such as {@code mdal-home}. */
    public static FontIcon of(String name) {
        FontIcon icon = new FontIcon(name);
        icon.getStyleClass().add("icon");
        return icon;
    }
}
