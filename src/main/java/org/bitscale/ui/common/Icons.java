package org.bitscale.ui.common;

import javafx.scene.AccessibleRole;
import javafx.scene.text.Text;
import org.kordamp.ikonli.DefaultIkonResolver;
import org.kordamp.ikonli.IkonHandler;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.javafx.JavaFXFontLoader;

/**
 * Icons of the Material set. Their size is a font size in em and their colour a fill, both from the style sheet, so that
 * they follow zoom and theme; Ikonli's own control has a size in pixels only.
 */
public final class Icons {

    private Icons() {}

    /** The icon of that name, such as {@code mdal-home}. */
    public static Text of(String name) {
        // Asking for an icon loads its font, which the style sheet then knows by its family.
        IkonHandler font =
                DefaultIkonResolver.getInstance(JavaFXFontLoader.getInstance()).resolve(name);
        Text icon = new Text(new FontIcon(name).getText());
        icon.setStyle("-fx-font-family: '" + font.getFontFamily() + "';");
        icon.getStyleClass().add("icon");
        icon.setAccessibleRole(AccessibleRole.NODE); // the name is said by what it stands on
        return icon;
    }
}
