package org.bitscale.ui.common;

import javafx.application.Application;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.Scene;

/** Theme and zoom of the window; screens that draw by themselves listen to both. */
public final class Appearance {

    /** Smallest zoom. */
    public static final double SMALLEST_ZOOM = 0.75;

    /** Largest zoom. */
    public static final double LARGEST_ZOOM = 2;

    private static final double STEP = 0.125;
    private static final double FONT_SIZE = 13;
    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);
    private final DoubleProperty zoom = new SimpleDoubleProperty(1);

    /** Light, at natural size. */
    public Appearance() {}

    /** Light or dark. */
    public ObjectProperty<Theme> theme() {
        return theme;
    }

    /** How large everything is; 1 is natural. */
    public DoubleProperty zoom() {
        return zoom;
    }

    /** A step larger. */
    public void zoomIn() {
        zoomTo(zoom.get() + STEP);
    }

    /** A step smaller. */
    public void zoomOut() {
        zoomTo(zoom.get() - STEP);
    }

    /** Natural size. */
    public void zoomReset() {
        zoomTo(1);
    }

    /** A size, within what is possible. */
    public void zoomTo(double factor) {
        zoom.set(Math.max(SMALLEST_ZOOM, Math.min(LARGEST_ZOOM, factor)));
    }

    /** Gives a scene this appearance, now and whenever it changes. */
    public void applyTo(Scene scene) {
        scene.getStylesheets()
                .add(Appearance.class
                        .getResource("/org/bitscale/ui/common/bitscale.css")
                        .toExternalForm());
        Runnable apply = () -> {
            Application.setUserAgentStylesheet(theme.get().styleSheet());
            scene.getRoot().pseudoClassStateChanged(DARK, theme.get() == Theme.DARK);
            scene.getRoot().setStyle("-fx-font-size: " + FONT_SIZE * zoom.get() + "px;");
        };
        apply.run();
        theme.addListener((observed, before, now) -> apply.run());
        zoom.addListener((observed, before, now) -> apply.run());
    }
}
