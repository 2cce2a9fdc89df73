package org.bitscale.ui.network;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** Shortens texts to the room there is, and remembers what came out. */
final class TextFit {

    private static final String DOTS = "…";
    private static final int MOST = 5000;

    private final Map<Wanted, String> fitted = new HashMap<>();
    private final Text ruler = new Text();

    /** A text in a font, and its room in pixels. */
    private record Wanted(String text, Font font, long room) {}

    /** The text, its middle replaced by dots where it is longer than {@code room}. */
    String shortened(String text, Font font, double room) {
        if (fitted.size() > MOST) {
            fitted.clear();
        }
        return fitted.computeIfAbsent(new Wanted(text, font, Math.round(room)), this::cut);
    }

    /** Width in pixels. */
    double width(String text, Font font) {
        ruler.setFont(font);
        ruler.setText(text);
        return ruler.getLayoutBounds().getWidth();
    }

    /** Names differ at their ends: the middle goes. */
    private String cut(Wanted wanted) {
        String text = wanted.text();
        if (width(text, wanted.font()) <= wanted.room()) {
            return text;
        }
        int low = 0;
        int high = text.length() - 1;
        while (low < high) {
            int kept = (low + high + 1) / 2;
            if (width(cut(text, kept), wanted.font()) <= wanted.room()) {
                low = kept;
            } else {
                high = kept - 1;
            }
        }
        return cut(text, low);
    }

    private static String cut(String text, int kept) {
        int front = kept / 2;
        return text.substring(0, front) + DOTS + text.substring(text.length() - (kept - front));
    }
}
