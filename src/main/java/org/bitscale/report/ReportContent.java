package org.bitscale.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an {@link HtmlReport} tells.
 *
 * @param title of the page
 * @param summary in plain words, one sentence or two an entry
 * @param notes how figures in the summary were computed
 * @param front the chart of the front, in a theme
 * @param results all results
 * @param curves charts of training, in a theme
 * @param layers a table for each network that is worth a look
 * @param provenance where results come from
 * @param experimentFile the text of the experiment's file, as it was given
 */
public record ReportContent(
        String title,
        List<String> summary,
        List<String> notes,
        Function<ChartTheme, FrontChart> front,
        Table results,
        Function<ChartTheme, List<CurveChart>> curves,
        List<Table> layers,
        List<Table> provenance,
        Optional<String> experimentFile) {

    /** Copies. */
    public ReportContent {
        summary = List.copyOf(summary);
        notes = List.copyOf(notes);
        layers = List.copyOf(layers);
        provenance = List.copyOf(provenance);
    }

    /**
     * A table with a header. The first column names the row.
     *
     * @param caption what it shows
     * @param header a name for each column
     * @param rows as many cells as the header has
     */
    public record Table(String caption, List<String> header, List<List<String>> rows) {
        /**
         * Copies.
         *
         * @throws IllegalArgumentException if a row has another number of cells than the header
         */
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalArgumentException("table '%s' has %d columns, but a row of %d cells"
                            .formatted(caption, header.size(), row.size()));
                }
            }
        }
    }
}
