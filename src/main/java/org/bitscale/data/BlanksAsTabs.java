package org.bitscale.data;

import java.io.IOException;
import java.io.Reader;

/**
 * Text in which each run of blanks and tabs between two fields of a line has become one tab; at both ends of a line it
 * is left out, within a quoted field it stays.
 */
final class BlanksAsTabs extends Reader {
    static final char TAB = '\t';

    /** Where in a line the last character was. */
    private enum Place {
        BETWEEN,
        FIELD,
        QUOTED,
        /** At a quote in a quoted field: the field's end, or, if another one follows, a quote that belongs to it. */
        AT_QUOTE
    }

    private static final int END = -1;
    private static final int NONE = -2;

    private final Reader text;
    private final char[] piece = new char[1 << 13];
    private int count;
    private int next;
    private Place place = Place.BETWEEN;
    private boolean blank;
    private boolean began;
    private int held = NONE;

    /** Reads from a text and closes it. */
    BlanksAsTabs(Reader text) {
        this.text = text;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int filled = 0;
        while (filled < length) {
            int c = next();
            if (c == END) {
                return filled == 0 && length > 0 ? END : filled;
            }
            target[offset + filled++] = (char) c;
        }
        return filled;
    }

    private int next() throws IOException {
        if (held != NONE) {
            int c = held;
            held = NONE;
            return c;
        }
        int c = take();
        while (place != Place.QUOTED && (c == ' ' || c == TAB)) {
            blank = true;
            place = Place.BETWEEN;
            c = take();
        }
        if (c == END) {
            return END;
        }
        boolean lineEnd = place != Place.QUOTED && (c == '\n' || c == '\r');
        boolean between = blank && began && !lineEnd;
        blank = false;
        began = !lineEnd;
        place = lineEnd ? Place.BETWEEN : after(c);
        if (between) {
            held = c;
            return TAB;
        }
        return c;
    }

    private Place after(int c) {
        boolean quote = c == '"';
        return switch (place) {
            case BETWEEN -> quote ? Place.QUOTED : Place.FIELD;
            case FIELD -> Place.FIELD;
            case QUOTED -> quote ? Place.AT_QUOTE : Place.QUOTED;
            case AT_QUOTE -> quote ? Place.QUOTED : Place.FIELD;
        };
    }

    private int take() throws IOException {
        if (next == count) {
            count = text.read(piece);
            next = 0;
            if (count <= 0) {
                count = 0;
                return END;
            }
        }
        return piece[next++];
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
