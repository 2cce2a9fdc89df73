package org.bitscale.ui.network;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;

/**
 * The theme's colours and font for what draws by itself. It stands invisibly among the children of a drawing, where the
 * style sheets reach it.
 */
final class ThemeColours extends Region {

    private static final double NATURAL = 13;

    private final Map<Token, Region> samples = new HashMap<>();
    private final Label text = new Label();

    /** A colour of the theme. */
    enum Token {
        GROUND("-color-bg-inset"),
        SURFACE("-color-bg-default"),
        BORDER("-color-border-default"),
        FAINT_BORDER("-color-border-muted"),
        TEXT("-color-fg-default"),
        MUTED("-color-fg-muted"),
        FAINT("-color-fg-subtle"),
        ACCENT("-color-accent-emphasis"),
        ACCENT_TEXT("-color-accent-fg"),
        ACCENT_GROUND("-color-accent-subtle"),
        WARNING("-color-warning-emphasis"),
        WARNING_GROUND("-color-warning-subtle"),
        DANGER("-color-danger-emphasis");

        private final String lookup;

        Token(String lookup) {
            this.lookup = lookup;
        }
    }

    /** @param changed is told when the theme or the size of the font changes */
    ThemeColours(Runnable changed) {
        setManaged(false);
        setMouseTransparent(true);
        for (Token token : Token.values()) {
            Region sample = new Region();
            sample.setStyle("-fx-background-color: " + token.lookup + ";");
            sample.backgroundProperty().addListener((observed, before, now) -> changed.run());
            samples.put(token, sample);
            getChildren().add(sample);
        }
        text.fontProperty().addListener((observed, before, now) -> changed.run());
        getChildren().add(text);
    }

    /** The colour; transparent as long as there is no style. */
    Color of(Token token) {
        Background background = samples.get(token).getBackground();
        return background != null
                        && !background.getFills().isEmpty()
                        && background.getFills().get(0).getFill() instanceof Color colour
                ? colour
                : Color.TRANSPARENT;
    }

    /** The colour, less opaque. */
    Color of(Token token, double opacity) {
        return of(token).deriveColor(0, 1, 1, opacity);
    }

    /** How large everything is; 1 is natural. */
    double zoom() {
        return text.getFont().getSize() / NATURAL;
    }

    /** The font in another size. */
    Font font(double size) {
        return Font.font(text.getFont().getFamily(), size);
    }

    /** The font in bold. */
    Font bold(double size) {
        return Font.font(text.getFont().getFamily(), javafx.scene.text.FontWeight.BOLD, size);
    }

    /** Whether text on the theme's ground is light. */
    boolean isDark() {
        return ColourScale.luminance(of(Token.TEXT)) > ColourScale.luminance(of(Token.SURFACE));
    }

    @Override
    protected void layoutChildren() {
        // Samples have no size: they are only styled.
    }
}
