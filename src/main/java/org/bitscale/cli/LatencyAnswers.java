package org.bitscale.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bitscale.experiment.LatencyAware;

/** What was measured where speed counts, as text for people and as plain objects for machines. */
final class LatencyAnswers {

    private LatencyAnswers() {}

    /** The way to the plan, a line each step. */
    static String text(LatencyAware.Result result) {
        StringBuilder text = new StringBuilder(Messages.text(
                "latency.found",
                number(result.before().quantized().median()),
                number(result.before().real().median()),
                number(result.before().ratio().value())));
        for (LatencyAware.Step step : result.steps()) {
            text.append(System.lineSeparator())
                    .append(Messages.text(
                            "latency.step",
                            String.join(", ", step.layers()),
                            number(step.race().ratio().value())));
        }
        return text.toString();
    }

    /** The file beside the float network. */
    static String text(LatencyAware.Race race) {
        return Messages.text(
                "latency.answer",
                number(race.quantized().median()),
                number(race.real().median()),
                number(race.ratio().value()),
                number(race.ratio().interval().low()),
                number(race.ratio().interval().high()));
    }

    static Map<String, Object> object(LatencyAware.Result result, LatencyAware.Race race) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("milliseconds", race.quantized().median());
        object.put("float_milliseconds", race.real().median());
        object.put("time_to_float", race.ratio().value());
        object.put(
                "time_to_float_interval",
                List.of(race.ratio().interval().low(), race.ratio().interval().high()));
        object.put("time_to_float_as_asked", result.before().ratio().value());
        object.put("float_layers", result.layers());
        object.put("threads", race.quantized().threads());
        return object;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
