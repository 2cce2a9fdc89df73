package org.bitscale.ui.runs;

import java.util.Locale;
import org.bitscale.Texts;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.report.AxisUnit;

/** The screen's visible texts, and values as it shows them. */
final class RunsTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.runs.messages");

    private RunsTexts() {}

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }

    static boolean has(String key) {
        return TEXTS.has(key);
    }

    /** A whole number. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A measured value with its unit and interval. */
    static String metric(Measure measure, Metric metric) {
        AxisUnit unit = MeasureAxis.of(measure).unit();
        return metric.interval()
                .map(interval -> unit.format(metric.value(), interval))
                .orElseGet(() -> unit.format(metric.value()));
    }

    /** A constant's name for people. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
