package org.bitscale.report;

import org.bitscale.Texts;

/** The texts of charts and tables. */
final class ReportTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.report.messages");

    private ReportTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
