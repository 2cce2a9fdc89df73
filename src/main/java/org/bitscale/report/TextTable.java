package org.bitscale.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table for the terminal: aligned columns between rules, fitted to a width.
 *
 * <p>Where the width does not suffice, optional columns go first, the last of them first, and are named in a line
 * below; after that the widest columns are shortened, and cut text ends in an ellipsis.
 */
public final class TextTable {
    private static final int NARROWEST_COLUMN = 6;
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    /** Where a column's text stands. */
    public enum Alignment {
        LEFT,
        RIGHT,
        CENTRE
    }

    /**
     * A column.
     *
     * @param header its title
     * @param alignment of its cells; the title stands alike
     * @param optional whether it may be left out where there is no room
     */
    public record Column(String header, Alignment alignment, boolean optional) {}

    /** The characters a table is drawn with. */
    public enum Rules {
        /** Box-drawing characters. */
        UNICODE("─", "│", "┌┬┐", "├┼┤", "└┴┘", "…"),
        /** For terminals that show nothing else. */
        ASCII("-", "|", "+++", "+++", "+++", "~");

        private final String horizontal;
        private final String vertical;
        private final String top;
        private final String middle;
        private final String bottom;
        private final String ellipsis;

        Rules(String horizontal, String vertical, String top, String middle, String bottom, String ellipsis) {
            this.horizontal = horizontal;
            this.vertical = vertical;
            this.top = top;
            this.middle = middle;
            this.bottom = bottom;
            this.ellipsis = ellipsis;
        }
    }

    private record Row(List<String> cells, boolean emphasised) {}

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @throws IllegalArgumentException if there are no columns
     */
    public TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table needs at least one column, but there are none");
        }
    }

    /**
     * Adds a row.
     *
     * @param emphasised whether it is shown in bold where the terminal can
     * @param cells one per column; control characters become spaces
     * @return this
     * @throws IllegalArgumentException if the number of cells is not that of the columns
     */
    public TextTable row(boolean emphasised, String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of %d cells was given to a table of %d columns".formatted(cells.length, columns.size()));
        }
        rows.add(new Row(Arrays.stream(cells).map(TextTable::clean).toList(), emphasised));
        return this;
    }

    /**
     * The table as lines, each ended by a line feed.
     *
     * @param width of the terminal, in characters
     * @param ansi whether to emphasise with ANSI escape codes
     * @param rules the characters to draw with
     */
    public String render(int width, boolean ansi, Rules rules) {
        List<Integer> shown =
                new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        List<String> hidden = new ArrayList<>();
        for (int i = columns.size() - 1; i >= 0 && lineWidth(naturalWidths(shown)) > width; i--) {
            if (columns.get(i).optional()) {
                shown.remove(Integer.valueOf(i));
                hidden.add(0, columns.get(i).header());
            }
        }
        int[] widths = shrunk(naturalWidths(shown), width);
        StringBuilder text = new StringBuilder();
        text.append(rule(widths, rules, rules.top));
        text.append(line(headers(), shown, widths, rules, ansi));
        text.append(rule(widths, rules, rules.middle));
        rows.forEach(row -> text.append(line(row.cells(), shown, widths, rules, ansi && row.emphasised())));
        text.append(rule(widths, rules, rules.bottom));
        if (!hidden.isEmpty()) {
            text.append(ReportTexts.text("table.hidden", String.join(", ", hidden)))
                    .append('\n');
        }
        return text.toString();
    }

    private List<String> headers() {
        return columns.stream().map(Column::header).toList();
    }

    private int[] naturalWidths(List<Integer> shown) {
        return shown.stream()
                .mapToInt(column -> Math.max(
                        displayWidth(columns.get(column).header()),
                        rows.stream()
                                .mapToInt(row -> displayWidth(row.cells().get(column)))
                                .max()
                                .orElse(0)))
                .toArray();
    }

    private static int lineWidth(int[] widths) {
        return Arrays.stream(widths).sum() + 3 * widths.length + 1;
    }

    /** Takes from the widest column, one character at a time, until the line fits or nothing more can be taken. */
    private static int[] shrunk(int[] natural, int width) {
        int[] widths = natural.clone();
        while (lineWidth(widths) > width) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                if (widths[i] > widths[widest]) {
                    widest = i;
                }
            }
            if (widths[widest] <= NARROWEST_COLUMN) {
                return widths;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static String rule(int[] widths, Rules rules, String corners) {
        return Arrays.stream(widths)
                        .mapToObj(width -> rules.horizontal.repeat(width + 2))
                        .collect(Collectors.joining(
                                corners.substring(1, 2), corners.substring(0, 1), corners.substring(2)))
                + "\n";
    }

    private String line(List<String> cells, List<Integer> shown, int[] widths, Rules rules, boolean bold) {
        StringBuilder text = new StringBuilder(rules.vertical);
        for (int i = 0; i < widths.length; i++) {
            int column = shown.get(i);
            String cell = aligned(
                    shortened(cells.get(column), widths[i], rules.ellipsis),
                    widths[i],
                    columns.get(column).alignment());
            text.append(' ')
                    .append(bold ? BOLD + cell + PLAIN : cell)
                    .append(' ')
                    .append(rules.vertical);
        }
        return text.append('\n').toString();
    }

    private static String aligned(String text, int width, Alignment alignment) {
        int space = width - displayWidth(text);
        int before =
                switch (alignment) {
                    case LEFT -> 0;
                    case RIGHT -> space;
                    case CENTRE -> space / 2;
                };
        return " ".repeat(before) + text + " ".repeat(space - before);
    }

    private static String shortened(String text, int width, String ellipsis) {
        if (displayWidth(text) <= width) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int codePoint : text.codePoints().toArray()) {
            int next = displayWidth(codePoint);
            if (used + next > width) {
                break;
            }
            kept.appendCodePoint(codePoint);
            used += next;
        }
        return kept.append(ellipsis).toString();
    }

    private static String clean(String cell) {
        return cell.codePoints()
                .map(codePoint -> Character.isISOControl(codePoint) ? ' ' : codePoint)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int displayWidth(String text) {
        return text.codePoints().map(TextTable::displayWidth).sum();
    }

    /** The terminal columns of a character: 0 for combining marks, 2 for East Asian wide ones and emoji. */
    private static int displayWidth(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (codePoint >= 0x1100 && codePoint <= 0x115F)
                || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
                || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
                || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
                || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
                || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
                || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
                || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
                || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
