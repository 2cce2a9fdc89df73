package org.bitscale.ui.network;

import java.util.List;
import javafx.scene.paint.Color;

/**
 * Colours for numbers that people with any common form of colour blindness can tell apart: viridis (S. van der Walt and N.
 * Smith, 2015) for quantities, colours of M. Okabe and K. Ito (2008) for bit widths.
 */
final class ColourScale {

    static final int FLOAT_BITS = 32;

    private static final List<Color> VIRIDIS = List.of(
            Color.web("#440154"),
            Color.web("#472D7B"),
            Color.web("#3B528B"),
            Color.web("#2C728E"),
            Color.web("#21918C"),
            Color.web("#28AE80"),
            Color.web("#5EC962"),
            Color.web("#ADDC30"),
            Color.web("#FDE725"));

    private static final Color GREY = Color.web("#8C959F");
    private static final double RED_SHARE = 0.2126;
    private static final double GREEN_SHARE = 0.7152;
    private static final double BLUE_SHARE = 0.0722;
    private static final double SAME_CONTRAST = 0.186;

    private ColourScale() {}

    /** The colour of a share, 0 to 1. */
    static Color sequential(double share) {
        double place = Math.max(0, Math.min(1, share)) * (VIRIDIS.size() - 1);
        int step = Math.min((int) place, VIRIDIS.size() - 2);
        return VIRIDIS.get(step).interpolate(VIRIDIS.get(step + 1), place - step);
    }

    /** The colour of a bit width; grey for float. */
    static Color bits(int bits) {
        return switch (bits) {
            case 2 -> Color.web("#D55E00");
            case 3 -> Color.web("#E69F00");
            case 4 -> Color.web("#F0E442");
            case 5 -> Color.web("#009E73");
            case 6 -> Color.web("#56B4E9");
            case 7 -> Color.web("#CC79A7");
            case 8 -> Color.web("#0072B2");
            default -> GREY;
        };
    }

    /** Black or white, whichever is read better on a colour. */
    static Color textOn(Color ground) {
        return luminance(ground) > SAME_CONTRAST ? Color.web("#101418") : Color.WHITE;
    }

    /** Relative luminance, 0 to 1 (WCAG 2.1). */
    static double luminance(Color colour) {
        return RED_SHARE * linear(colour.getRed())
                + GREEN_SHARE * linear(colour.getGreen())
                + BLUE_SHARE * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    /** Stops of a CSS gradient over the whole scale. */
    static String gradient() {
        StringBuilder stops = new StringBuilder("linear-gradient(to right");
        VIRIDIS.forEach(colour -> stops.append(", #").append(colour.toString(), 2, 8));
        return stops.append(")").toString();
    }

    /** A colour as CSS writes it. */
    static String css(Color colour) {
        return "#" + colour.toString().substring(2, 8);
    }
}
