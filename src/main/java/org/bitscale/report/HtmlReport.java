package org.bitscale.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Results as one page of HTML that needs no other file and no network: pictures and style stand inside. It follows the
 * reader's choice of a light or dark ground, and tells every figure to screen readers too.
 */
public final class HtmlReport {
    private static final int CHART_WIDTH = 960;
    private static final int CHART_HEIGHT = 600;
    private static final int CURVE_HEIGHT = 400;

    private HtmlReport() {}

    /**
     * Writes the page. The file appears whole or not at all; one that is there is replaced.
     *
     * @throws IOException if the file cannot be written; the message names file and reason
     */
    public static void write(ReportContent content, Path file) throws IOException {
        WholeFile.write(file, of(content).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The page's text.
     *
     * @throws IOException if a chart cannot be drawn
     */
    static String of(ReportContent content) throws IOException {
        DomContent front = both(
                "front",
                CHART_HEIGHT,
                content.front().apply(ChartTheme.light()).picture(),
                content.front().apply(ChartTheme.dark()).picture());
        return document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title(content.title()),
                                style(rawHtml(css()))),
                        body(main(
                                h1(content.title()),
                                part(
                                        "report.summary",
                                        ul(each(content.summary(), sentence -> li(sentence))),
                                        notes(content)),
                                part("report.front", front),
                                part("report.results", grid(content.results(), true)),
                                curves(content),
                                iff(!content.layers().isEmpty(), part("report.layers", folded(content.layers()))),
                                part("report.provenance", folded(content.provenance())),
                                iff(content.experimentFile(), text -> part("report.experiment", pre(text))))))
                .withLang("en"));
    }

    private static DomContent notes(ReportContent content) {
        return each(content.notes(), note -> p(note).withClass("note"));
    }

    private static DomContent part(String key, DomContent... inside) {
        return section(h2(ReportTexts.text(key)), each(List.of(inside), item -> item));
    }

    private static DomContent curves(ReportContent content) throws IOException {
        List<CurveChart> light = content.curves().apply(ChartTheme.light());
        List<CurveChart> dark = content.curves().apply(ChartTheme.dark());
        if (light.isEmpty()) {
            return each();
        }
        DomContent[] charts = new DomContent[light.size()];
        for (int i = 0; i < charts.length; i++) {
            charts[i] = both(
                    "curve" + i,
                    CURVE_HEIGHT,
                    light.get(i).picture(),
                    dark.get(i).picture());
        }
        return part("report.curves", charts);
    }

    private static DomContent both(String name, int height, Picture light, Picture dark) throws IOException {
        return figure(
                div(rawHtml(inline(light, name + "-light-", height))).withClass("light"),
                div(rawHtml(inline(dark, name + "-dark-", height))).withClass("dark"));
    }

    /** The picture as an element. Its own names get a prefix, since all pictures of a page share one name space. */
    private static String inline(Picture picture, String prefix, int height) throws IOException {
        String svg = new String(picture.svg(CHART_WIDTH, height), StandardCharsets.UTF_8);
        return svg.substring(svg.indexOf("<svg"))
                .replace(" id=\"", " id=\"" + prefix)
                .replace("url(#", "url(#" + prefix)
                .replace("xlink:href=\"#", "xlink:href=\"#" + prefix);
    }

    private static DomContent folded(List<ReportContent.Table> tables) {
        return each(tables, table -> details(summary(table.caption()), grid(table, false)));
    }

    private static DomContent grid(ReportContent.Table content, boolean captioned) {
        return div(table(
                        iff(captioned, caption(content.caption())),
                        thead(tr(each(content.header(), name -> th(name).attr("scope", "col")))),
                        tbody(each(
                                content.rows(),
                                row -> tr(
                                        th(row.get(0)).attr("scope", "row"),
                                        each(row.subList(1, row.size()), cell -> td(cell)))))))
                .withClass("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", content.caption());
    }

    private static String css() throws IOException {
        try (InputStream stream = HtmlReport.class.getResourceAsStream("report.css")) {
            if (stream == null) {
                throw new IllegalStateException("the report's style is not in the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
