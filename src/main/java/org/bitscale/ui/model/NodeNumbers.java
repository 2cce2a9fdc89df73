package org.bitscale.ui.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.network.NodeColouring;
import org.bitscale.ui.network.NodeColouring.Entry;
import org.bitscale.ui.network.NodeColouring.Scale;
import org.bitscale.ui.network.NodeColouring.Sum;

/** Makes colours of what is known about layers. */
final class NodeNumbers {

    private static final int FLOAT = 32;

    private NodeNumbers() {}

    /** Bits of weights, or of inputs where a layer has none. */
    static NodeColouring bits(List<LayerRow> rows) {
        Map<String, Entry> entries = new HashMap<>();
        rows.stream()
                .filter(row -> !row.bits().isEmpty())
                .forEach(row -> entries.put(row.name(), new Entry(width(row.bits()), row.bits())));
        return new NodeColouring(
                ModelTexts.text("legend.BITS"), Scale.BITS, Sum.LARGEST, entries, bits -> Long.toString((long) bits));
    }

    /** The first number of {@code W4A8} or {@code A8}. */
    private static int width(String scheme) {
        String digits = scheme.replaceFirst("^[WA](\\d+).*", "$1");
        return digits.equals(scheme) ? FLOAT : Integer.parseInt(digits);
    }

    /** Parameters. */
    static NodeColouring parameters(List<LayerRow> rows) {
        Map<String, Double> values = new HashMap<>();
        rows.stream()
                .filter(row -> row.parameters() > 0)
                .forEach(row -> values.put(row.name(), (double) row.parameters()));
        return colouring(
                ModelTexts.text("legend.PARAMETERS"), Scale.LOGARITHMIC, Sum.TOTAL, values, AxisUnit.COUNT::format);
    }

    /** Multiply-accumulates. */
    static NodeColouring macs(List<LayerRow> rows) {
        Map<String, Double> values = new HashMap<>();
        rows.stream().filter(row -> row.macs() > 0).forEach(row -> values.put(row.name(), (double) row.macs()));
        return colouring(ModelTexts.text("legend.MACS"), Scale.LOGARITHMIC, Sum.TOTAL, values, AxisUnit.COUNT::format);
    }

    /** SQNR in dB. */
    static NodeColouring errors(Map<String, Double> values) {
        return colouring(ModelTexts.text("legend.ERROR"), Scale.LINEAR, Sum.SMALLEST, values, NodeNumbers::decibels);
    }

    /** Loss added, in nats. */
    static NodeColouring sensitivity(Map<String, Double> values, int bits) {
        return colouring(
                ModelTexts.text("legend.SENSITIVITY", Integer.toString(bits)),
                Scale.LINEAR,
                Sum.LARGEST,
                values,
                NodeNumbers::nats);
    }

    /** Time in microseconds. */
    static NodeColouring times(Map<String, Double> values) {
        return colouring(
                ModelTexts.text("legend.TIME"),
                Scale.LINEAR,
                Sum.TOTAL,
                values,
                microseconds -> AxisUnit.MILLISECONDS.format(microseconds / 1000));
    }

    private static NodeColouring colouring(
            String title, Scale scale, Sum sum, Map<String, Double> values, DoubleFunction<String> format) {
        Map<String, Entry> entries = new HashMap<>();
        values.forEach((name, value) -> entries.put(name, new Entry(value, format.apply(value))));
        return new NodeColouring(title, scale, sum, entries, format);
    }

    private static String decibels(double value) {
        return Double.isInfinite(value)
                ? "∞ dB"
                : String.format(Locale.ROOT, "%.1f dB", value).replace('-', '−');
    }

    private static String nats(double value) {
        String text = String.format(Locale.ROOT, "%+.4f", value);
        return text.replace('-', '−');
    }
}
