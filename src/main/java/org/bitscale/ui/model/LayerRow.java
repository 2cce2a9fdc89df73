package org.bitscale.ui.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.ui.desk.OpenModel;

/**
 * A line of the layer table.
 *
 * @param name stable name
 * @param operator its ONNX type
 * @param output shape of its output; empty if it is not known
 * @param parameters number of floating constants it reads
 * @param macs multiply-accumulates for one example
 * @param share of the network's parameters, 0 to 1
 * @param bits under the desk's plan, such as {@code W4A8}; empty where a plan has nothing to say
 */
record LayerRow(String name, String operator, String output, long parameters, long macs, double share, String bits) {

    /** The layers of a network that no plan was laid over yet. */
    static List<LayerRow> of(OpenModel model) {
        return of(model, Map.of());
    }

    /** The layers of a network under a plan. */
    static List<LayerRow> of(OpenModel model, PlanSheet.Laid laid) {
        Set<String> planned =
                model.sheet().layers().stream().map(PlanSheet.Row::name).collect(Collectors.toSet());
        return of(
                model,
                laid.layers().stream()
                        .filter(layer -> planned.contains(layer.name()))
                        .collect(Collectors.toMap(LayerRecord::name, LayerRecord::scheme)));
    }

    private static List<LayerRow> of(OpenModel model, Map<String, String> bits) {
        double total = Math.max(1, model.description().parameters());
        return model.description().layers().stream()
                .map(layer -> new LayerRow(
                        layer.name(),
                        layer.operator(),
                        layer.output(),
                        layer.parameters(),
                        layer.macs(),
                        layer.parameters() / total,
                        bits.getOrDefault(layer.name(), "")))
                .toList();
    }

    /** Whether every word of {@code query} occurs in name, operator, shape or bits. */
    boolean matches(String query) {
        String text = String.join(" ", name, operator, output, bits).toLowerCase(Locale.ROOT);
        return Arrays.stream(query.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .allMatch(text::contains);
    }
}
